import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { eventIdOf as eventIdOfFluxa, fingerprintOf } from "../../../runtime/core/identity.ts";
import { canonicalJson as canonicalJsonOfFluxa } from "../../../runtime/core/json/canonical-json.ts";
import { canonicalJson } from "../../chaos/oracle/canonical-json.ts";
import { eventIdOf, hashOf } from "../../chaos/oracle/content.ts";

test("the oracle's fingerprint, made on its own, is the one that Fluxa promises", () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), (text) => {
      const value: unknown = JSON.parse(text);
      assert.equal(canonicalJson(value), canonicalJsonOfFluxa(value));
      assert.equal(hashOf(value).fingerprint, fingerprintOf(canonicalJsonOfFluxa(value)));
    }),
  );
});

test("the oracle's event id, made on its own, is the one that Fluxa promises", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (producer, source, id) => {
      assert.equal(eventIdOf(producer, source, id), eventIdOfFluxa(producer, source, id));
    }),
  );
});
