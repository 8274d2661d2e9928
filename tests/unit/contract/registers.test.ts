import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { suite, test } from "node:test";
import * as v from "valibot";
import { messageAttributes, notificationAttributes } from "../../../runtime/contract/attributes.ts";
import { errors, failureTypes } from "../../../runtime/contract/errors.ts";
import { metrics } from "../../../runtime/contract/metrics.ts";
import { environments } from "../../../runtime/env.ts";

async function documentation(name: string): Promise<string> {
  return readFile(new URL(`../../../docs/${name}`, import.meta.url), "utf8");
}

/** The sections of one level below a heading: title without backquotes, and text. */
function sections(markdown: string, heading: string): ReadonlyMap<string, string> {
  const chapter = markdown.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  return new Map(
    chapter
      .split(/^### /m)
      .slice(1)
      .map((text) => {
        const [title = "", ...lines] = text.split("\n");
        return [title.replaceAll("`", ""), lines.join("\n").trim()];
      }),
  );
}

/** The cells of the rows whose first cell is code, without backquotes around a whole cell. */
function rows(markdown: string): readonly (readonly string[])[] {
  return markdown
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/^`([^`]*)`$/, "$1")),
    );
}

suite("docs/errors.md", () => {
  test("has a section for each error code, with its status and persistence, and no other", async () => {
    const found = sections(await documentation("errors.md"), "Answers of the API");
    assert.deepEqual([...found.keys()], Object.keys(errors));
    for (const [code, { status, persistence }] of Object.entries(errors)) {
      const [first, meaning, advice] = found.get(code)?.split("\n\n") ?? [];
      assert.equal(first, `Status ${status}, ${persistence}.`, code);
      assert.ok((meaning ?? "").length > 20, `${code} has no meaning`);
      assert.match(advice ?? "", /^What to do: /, code);
    }
  });

  test("has a section for each failure type, with its meaning, and no other", async () => {
    const found = sections(await documentation("errors.md"), "Failure types");
    assert.deepEqual([...found.keys()], Object.keys(failureTypes));
    for (const [type, meaning] of Object.entries(failureTypes)) {
      const [first, advice] = found.get(type)?.split("\n\n") ?? [];
      assert.equal(first, meaning);
      assert.match(advice ?? "", /^What to do: /, type);
    }
  });
});

test("docs/metrics.md lists every metric with its unit and meaning, and no other", async () => {
  const declared = Object.entries(metrics).map(([name, { unit, meaning }]) => [name, unit, meaning]);
  assert.deepEqual(rows(await documentation("metrics.md")), declared);
});

test("docs/configuration.md lists every variable with its functions and default, and no other", async () => {
  const [functions = ""] = (await documentation("configuration.md")).split("## The local mode");
  const documented = rows(functions).map(([name, users, byDefault]) => [name, users, byDefault]);
  assert.deepEqual(documented, declaredVariables());
  for (const [name, , , meaning = ""] of rows(functions))
    assert.ok(meaning.length > 10, `${name} has no meaning`);
});

function declaredVariables(): readonly (readonly string[])[] {
  const variables = new Map<string, { readonly users: string[]; readonly byDefault: string }>();
  for (const [functionName, { entries }] of Object.entries(environments)) {
    for (const [name, schema] of Object.entries<v.GenericSchema>(entries)) {
      const { users, byDefault } = variables.get(name) ?? { users: [], byDefault: defaultOf(schema) };
      assert.equal(defaultOf(schema), byDefault, `${name} has more than one default`);
      variables.set(name, { users: [...users, functionName], byDefault });
    }
  }
  return [...variables].map(([name, { users, byDefault }]) => [name, users.join(", "), byDefault]);
}

function defaultOf(schema: v.GenericSchema): string {
  const result = v.safeParse(schema, undefined);
  return result.success ? String(result.output ?? "") : "";
}

suite("attributes", () => {
  test("of a dead letter are at most the ten that SQS allows", () => {
    assert.ok(Object.keys(messageAttributes).length <= 10);
  });

  test("of a notification are fewer than the ten above which raw delivery discards a message", () => {
    assert.ok(Object.keys(notificationAttributes).length < 10);
  });

  test("have names that SQS and SNS take", () => {
    const names = [...Object.values(messageAttributes), ...Object.values(notificationAttributes)];
    for (const name of names) assert.match(name, /^(?!aws\.|amazon\.)[A-Za-z0-9_-]{1,256}$/i);
    assert.equal(new Set(Object.values(messageAttributes)).size, Object.keys(messageAttributes).length);
  });
});
