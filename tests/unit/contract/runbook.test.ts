import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { suite, test } from "node:test";
import * as v from "valibot";
import { alarmRules } from "../../../components/support/alarms/alarms.ts";
import { savedQueries } from "../../../components/support/saved-queries.ts";
import { messageAttributes } from "../../../runtime/contract/attributes.ts";
import { errors, failureTypes } from "../../../runtime/contract/errors.ts";
import { runbook } from "../../../runtime/contract/failure-modes.ts";
import { metrics } from "../../../runtime/contract/metrics.ts";
import { Command } from "../../../runtime/operations/commands.ts";
import { watchedNames } from "../../support/watched-names.ts";

const root = new URL("../../../", import.meta.url);
const folder = new URL("docs/runbook/", root);
const index = "README.md";
const sections = [
  "How it shows",
  "What it means",
  "What to do",
  "How to see that it is over",
  "What not to do",
];

const Package = v.object({ scripts: v.record(v.string(), v.string()) });

const read = (path: string) => readFile(new URL(path, root), "utf8");
const pages = Object.keys(runbook).map((name) => `${name}.md`);
const textOf = (page: string) => read(`docs/runbook/${page}`);

suite("the runbook", () => {
  test("has a page for each failure mode and each thing that is watched, and no other", async () => {
    assert.deepEqual((await readdir(folder)).sort(), [...pages, index].sort());
  });

  for (const [name, entry] of Object.entries(runbook)) {
    suite(`the page ${name}`, () => {
      test("says first what the code does, then how it shows, what to do and what not", async () => {
        const text = await textOf(`${name}.md`);
        assert.match(text, /^# \S/);
        assert.ok(oneLine(text).includes(entry.does), "what the code does");
        assert.deepEqual(
          [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title),
          sections,
        );
      });

      test("names its alarms, metrics and errors, and no other as its own", async () => {
        const text = await textOf(`${name}.md`);
        assert.deepEqual(listed(text, "Alarms", "Metrics"), entry.alarms);
        assert.deepEqual(listed(text, "Metrics", "Errors"), entry.metrics);
        assert.deepEqual(listed(text, "Errors", "\n"), entry.errors);
      });
    });
  }

  for (const page of [...pages, index]) {
    test(`${page} names nothing that does not exist`, async () => {
      const text = await textOf(page);
      const unknown = codeIn(text).filter((word) => !isKnown(word, known()));
      assert.deepEqual(unknown, []);
      const snake = codeIn(text).filter((word) => /^[a-z]+(?:_[a-z0-9]+)+$/.test(word));
      const database = await migrations();
      for (const word of snake)
        assert.ok(isError(word) || database.includes(word) || ofPostgres.test(word), word);
    });

    test(`${page} uses outputs, scripts, commands and files that are there`, async () => {
      const text = await textOf(page);
      const program = await read("index.ts");
      const outputs = [
        ...text.matchAll(/pulumi stack output "?([a-zA-Z]+)/g),
        ...text.matchAll(/\bdepth ([a-zA-Z]+Url)\b/g),
      ];
      for (const [, output] of outputs)
        assert.ok(program.includes(`export const ${output} =`), `the output ${output}`);
      const { scripts } = v.parse(Package, JSON.parse(await read("package.json")));
      for (const [, script = ""] of text.matchAll(/npm run (?:--silent )?([a-z:-]+)/g))
        assert.ok(Object.hasOwn(scripts, script), `the script ${script}`);
      for (const [, command = ""] of text.matchAll(/operate '(\{.*\})'/g)) {
        const filled = command.replaceAll(/EVENT_ID|REDRIVE_ID/g, "0190a0a0-0000-7000-8000-000000000001");
        assert.ok(v.is(Command, JSON.parse(filled)), command);
      }
      for (const [, link = ""] of text.matchAll(/\]\(([^)#:]+)\)/g)) await readFile(new URL(link, folder));
    });
  }

  test("is found from its index: every page and every saved query", async () => {
    const text = await textOf(index);
    for (const page of pages) assert.ok(text.includes(`(${page})`), page);
    const queries = text.split("| saved query | for |")[1]?.split("\n\n")[0] ?? "";
    assert.deepEqual(
      [...queries.matchAll(/^\| ([a-z ]+) \|/gm)].map(([, title]) => title),
      Object.keys(savedQueries),
    );
  });
});

/** PostgreSQL's own names that the pages use. */
const ofPostgres = /^(?:pg_\w+|max_connections)$/;

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");

/** The code words between "Alarms:" and what follows; none where it says so. */
function listed(text: string, from: string, to: string): readonly string[] {
  const [, after = ""] = text.split(`\n${from}: `);
  return codeIn(after.split(to)[0] ?? "");
}

/** What stands between single backquotes outside of blocks. */
function codeIn(text: string): readonly string[] {
  const prose = text.replaceAll(/```[\s\S]*?```/g, "");
  return [...prose.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

/** Words in the form of a metric or an alarm have to be one. */
function isKnown(word: string, names: ReadonlySet<string>): boolean {
  const looksLikeMetric = /^[A-Z][a-z]+(?:[A-Z][a-z]+)+$/.test(word);
  const looksLikeAlarm = /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(word);
  return (!looksLikeMetric && !looksLikeAlarm) || names.has(word);
}

function known(): ReadonlySet<string> {
  const rules = alarmRules(watchedNames());
  const standOn = Object.values(rules).flatMap((rule) =>
    Object.values(rule.metrics).map(({ metricName }) => metricName),
  );
  return new Set([
    ...Object.keys(metrics),
    ...standOn,
    ...Object.keys(rules),
    ...Object.keys(runbook),
    ...others,
  ]);
}

/** Of AWS, and in the form of an alarm or a metric. */
const others = [
  "AccessDenied",
  "OverLimit",
  "PurgeQueue",
  "DeleteQueue",
  "storage-full",
  "Idempotency-Key",
  "Retry-After",
];

function isError(word: string): boolean {
  return (
    Object.hasOwn(errors, word) ||
    Object.hasOwn(failureTypes, word) ||
    Object.values<string>(messageAttributes).includes(word)
  );
}

async function migrations(): Promise<string> {
  const files = await readdir(new URL("sql/migrations/", root));
  const texts = await Promise.all(files.map((file) => read(`sql/migrations/${file}`)));
  return `${texts.join("\n")}\nfluxa_migrator rds_iam`;
}
