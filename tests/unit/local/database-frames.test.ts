import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { FrameReader } from "../../../local/postgres/proxy/frames.ts";
import { databaseFor, readStartup } from "../../../local/postgres/proxy/startup.ts";
import { StatementReader } from "../../../local/postgres/proxy/statements.ts";

function message(type: string, body: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(type, "latin1"), size, body]);
}

const text = (...words: readonly string[]) => Buffer.from(words.map((word) => `${word}\0`).join(""));

test("messages are cut out of a stream wherever it is torn", () => {
  const bodies = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });
  fc.assert(
    fc.property(
      bodies,
      fc.array(fc.nat({ max: 30 }), { maxLength: 30 }),
      fc.boolean(),
      (parts, cuts, isClient) => {
        const messages = parts.map((body, index) =>
          message(isClient && index === 0 ? "" : "B", Buffer.from(body)),
        );
        const reader = new FrameReader(isClient ? "client" : "server");
        let rest = Buffer.concat(messages);
        const read: string[] = [];
        for (const cut of [...cuts, rest.length]) {
          for (const { bytes } of reader.push(rest.subarray(0, cut))) read.push(bytes.toString("hex"));
          rest = rest.subarray(cut);
        }
        assert.deepEqual(
          read,
          messages.map((bytes) => bytes.toString("hex")),
        );
      },
    ),
  );
});

suite("a startup message", () => {
  const startup = (settings: readonly string[]) =>
    message("", Buffer.concat([Buffer.from([0, 3, 0, 0]), text(...settings), Buffer.from([0])]));
  const written = ["user", "u", "database", "fluxa"];

  test("tells who connects by the database's name, which the server does not see", () => {
    const { client, bytes } = readStartup(
      startup(["user", "u", "database", databaseFor("fluxa", "process-3")]),
      false,
    );
    assert.equal(client, "process-3");
    assert.deepEqual(bytes, startup(written));
  });

  test("goes on as it is when nobody is named", () => {
    assert.deepEqual(readStartup(startup(written), false), { client: "", bytes: startup(written) });
  });

  test("can be made to ask for read-only transactions", () => {
    const { bytes } = readStartup(startup(written), true);
    assert.deepEqual(bytes, startup([...written, "default_transaction_read_only", "on"]));
  });

  test("of another version is left alone", () => {
    const cancel = message("", Buffer.from([4, 210, 22, 46, 0, 0, 0, 1]));
    assert.deepEqual(readStartup(cancel, true), { client: "", bytes: cancel });
  });
});

test("statements are known by their text, and by name once they are prepared", () => {
  const reader = new StatementReader();
  const bind = (name: string) => {
    const bytes = message("B", Buffer.concat([text("", name), Buffer.from([0, 0])]));
    return reader.read({ type: "B", bytes })?.step;
  };
  const parse = (name: string, sql: string) =>
    reader.read({ type: "P", bytes: message("P", Buffer.concat([text(name, sql), Buffer.from([0, 0])])) });

  assert.equal(parse("claim_batch", "with x as (insert into claim as c select 1) select 1"), undefined);
  assert.equal(bind("claim_batch"), "claim");
  parse("", "insert into dead_event values ($1)");
  assert.equal(bind(""), "bury");
  parse("", "select 1");
  assert.equal(bind(""), undefined);
  assert.equal(bind("claim_batch"), "claim");
  const query = { type: "Q", bytes: message("Q", text("delete from outbox")) };
  assert.equal(reader.read(query)?.step, "clear");
  assert.equal(reader.read({ type: "S", bytes: message("S", Buffer.alloc(0)) }), undefined);
});
