import assert from "node:assert/strict";
import { test } from "node:test";
import { eventIdOf, fingerprintOf, payloadKeyOf } from "../../../runtime/core/identity.ts";

// Made by another implementation. If one of these changed, every retry that is under way would be stored again.
const eventIds = [
  ["shop", "/producers/shop", "order-1", "fa2029ca-6c1a-8322-8d0e-0969b363f018"],
  ["bank", "/producers/shop", "order-1", "0751bec5-6f08-8d00-bb5e-0e2cf30c2743"],
  ["shop", "/caf\u00e9", "\ud83d\ude00", "5c0b8f29-5a55-80f3-8582-a0ec76035442"],
  ["shop", 'a"\\b', "\u20ac", "33e7593d-ffce-85c7-954c-eeda2c5ce409"],
] as const;

test("event ids are those that they always were", () => {
  for (const [producer, source, id, eventId] of eventIds) {
    assert.equal(eventIdOf(producer, source, id), eventId);
  }
});

test("fingerprints and keys of payloads are those that they always were", () => {
  const fingerprint = "6442fa400575468d43a22425ba3cc684670d3b02d8b855ce32b6f1e99a03909b";
  assert.equal(fingerprintOf('{"note":"\u00e9"}'), fingerprint);
  assert.equal(payloadKeyOf("shop", "EVENT", fingerprint), `payloads/shop/EVENT/${fingerprint}.json`);
});
