import assert from "node:assert/strict";
import { test } from "node:test";
import { Activity } from "../../../local/terminal/activity.ts";
import { coloursFor } from "../../../local/terminal/colours.ts";

function watched() {
  const printed: string[] = [];
  const activity = new Activity((text) => printed.push(text), coloursFor(false, {}));
  return { activity, printed };
}

const line = (message: string, fields: object = {}) =>
  JSON.stringify({ level: "info", message, correlationId: "c", eventId: "e", ...fields });

test("steps of an event are shown, and routine lines and metrics are not", () => {
  const { activity, printed } = watched();

  activity.line(line("event stored"));
  activity.line(line("receipt read"));
  activity.line('{"_aws":{},"Stored":1}');
  activity.line("plain text");
  activity.end();

  assert.equal(printed.length, 1);
  assert.match(printed[0] ?? "", /stored +e$/m);
});

test("a warning that is not known is shown with its reason", () => {
  const { activity, printed } = watched();

  activity.line(line("something odd", { level: "warn", error: { message: "why" } }));
  activity.end();

  assert.match(printed.join(""), /warn.*something odd.*why/);
});

test("above 30 lines in a second only counts are printed, and none is lost", () => {
  const { activity, printed } = watched();

  for (let index = 0; index < 500; index += 1)
    activity.line(line(index % 2 === 0 ? "event stored" : "event notified"));
  activity.end();

  assert.equal(printed.length, 31);
  assert.match(printed.at(-1) ?? "", /and 235 stored, 235 notified/);
});

test("colours are for terminals that want them", () => {
  assert.equal(coloursFor(false, {}).bad("x"), "x");
  assert.equal(coloursFor(true, { NO_COLOR: "1" }).bad("x"), "x");
  assert.notEqual(coloursFor(true, {}).bad("x"), "x");
});
