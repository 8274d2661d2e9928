import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import * as v from "valibot";
import { savedQueries } from "../../../../components/support/saved-queries.ts";
import { pageOfAlarm, runbook } from "../../../../runtime/contract/failure-modes.ts";
import { type MetricName, metrics } from "../../../../runtime/contract/metrics.ts";
import type { Program } from "./program.ts";

const Metric = v.object({
  namespace: v.string(),
  metricName: v.string(),
  dimensions: v.record(v.string(), v.string()),
  period: v.number(),
});
const Alarm = v.object({
  alarmDescription: v.string(),
  treatMissingData: v.picklist(["breaching", "notBreaching"]),
  alarmActions: v.tuple([v.string()]),
  okActions: v.tuple([v.string()]),
  evaluationPeriods: v.number(),
  datapointsToAlarm: v.number(),
  metricQueries: v.optional(
    v.array(
      v.object({
        id: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9_]*$/)),
        expression: v.optional(v.string()),
        returnData: v.boolean(),
        metric: v.optional(v.object({ ...Metric.entries, stat: v.string() })),
      }),
    ),
  ),
});

/** Alarms that are raised by silence, too: something has to happen all the time. */
const deadMansSwitches = ["queue-unread", "relay-silent", "upkeep-silent"];

/** Lines whose text the processor makes of a verdict. */
const verdictLines = ["event stored", "event redelivered", "event duplicate"];

/** What holds of the alarms and saved queries in every stack. */
export function alarmTests(program: () => Program): void {
  const alarms = () =>
    program().resources.flatMap(({ type, name, inputs }) =>
      type === "aws:cloudwatch/metricAlarm:MetricAlarm"
        ? [
            {
              name: name.replace(/^.*-watch-/, ""),
              alarm: v.parse(Alarm, inputs),
              metrics: metricsOf(inputs),
            },
          ]
        : [],
    );
  const physicalNames = () =>
    program().resources.flatMap(({ type, name }) => (type === "aws:lambda/function:Function" ? [name] : []));

  test("has the alarms that the runbook names, and no other", () => {
    const named = Object.values(runbook).flatMap(({ alarms }) => alarms);
    assert.deepEqual(
      alarms()
        .map(({ name }) => name)
        .sort(),
      named.toSorted(),
    );
  });

  test("says in every alarm what to do first and which page to open", () => {
    for (const { name, alarm } of alarms()) {
      assert.match(alarm.alarmDescription, /^[A-Z].{60,}\. Runbook: docs\/runbook\/[a-z0-9-]+\.md$/, name);
      assert.ok(alarm.alarmDescription.endsWith(`/${pageOfAlarm(name)}`), name);
      assert.ok(alarm.alarmDescription.length <= 1024, name);
    }
  });

  test("takes no data for no error, but where something has to happen all the time", () => {
    for (const { name, alarm } of alarms()) {
      const expected = deadMansSwitches.includes(name) ? "breaching" : "notBreaching";
      assert.equal(alarm.treatMissingData, expected, name);
    }
  });

  test("asks CloudWatch only for what it takes: one result, ten metrics at most, one period, within a day", () => {
    for (const { name, alarm, metrics } of alarms()) {
      const queries = alarm.metricQueries ?? [];
      if (queries.length > 0) assert.equal(queries.filter(({ returnData }) => returnData).length, 1, name);
      assert.ok(metrics.length >= 1 && metrics.length <= 10, name);
      const [period = 0, ...others] = new Set(metrics.map((metric) => metric.period));
      assert.deepEqual(others, [], name);
      assert.ok(period % 60 === 0 && period * alarm.evaluationPeriods <= 86_400, name);
      assert.ok(alarm.datapointsToAlarm <= alarm.evaluationPeriods, name);
      const identifiers = new Set(
        queries.flatMap(({ expression = "" }) => expression.match(/\b[a-z]\w*/g) ?? []),
      );
      const ids = queries.flatMap(({ id, metric }) => (metric === undefined ? [] : [id]));
      assert.deepEqual([...identifiers].toSorted(), ids.toSorted(), name);
    }
  });

  test("watches the metrics of its own functions, since stacks of one account share the namespace", () => {
    const own = alarms().flatMap(({ metrics }) => metrics.filter(({ namespace }) => namespace === "Fluxa"));
    assert.ok(own.length > 20);
    for (const { metricName, dimensions } of own) {
      assert.ok(Object.hasOwn(metrics, metricName), metricName);
      assert.deepEqual(Object.keys(dimensions), ["service"]);
      assert.ok(physicalNames().includes(dimensions["service"] ?? ""), dimensions["service"]);
    }
  });

  test("names on an alarm's page the metrics of ours that it stands on", () => {
    for (const { name, metrics } of alarms()) {
      const listed: readonly MetricName[] = runbook[pageOfAlarm(name).replace(/\.md$/, "")]?.metrics ?? [];
      for (const { namespace, metricName } of metrics) {
        if (namespace === "Fluxa")
          assert.ok(
            listed.some((metric) => metric === metricName),
            `${name}: ${metricName}`,
          );
      }
    }
  });

  test("saves its queries over the log groups of their functions", () => {
    const found = program().resources.filter(
      ({ type }) => type === "aws:cloudwatch/queryDefinition:QueryDefinition",
    );
    const groups = program().resources.flatMap(({ type, name }) =>
      type === "aws:cloudwatch/logGroup:LogGroup" ? [name] : [],
    );
    assert.equal(found.length, Object.keys(savedQueries).length);
    for (const { name, inputs } of found) {
      for (const group of v.parse(v.pipe(v.array(v.string()), v.minLength(1)), inputs["logGroupNames"]))
        assert.ok(groups.includes(group), `${name}: ${group}`);
    }
  });

  test("looks in the logs for messages that the functions write", async () => {
    const source = await sources(new URL("../../../../runtime/", import.meta.url));
    for (const [title, { query }] of Object.entries(savedQueries)) {
      const messages = [...query.matchAll(/message (?:=|in) \[?((?:"[^"]+"(?:, )?)+)/g)]
        .flatMap(([, list = ""]) => list.split(", "))
        .map((text) => text.replaceAll('"', ""));
      for (const message of messages) {
        const written = verdictLines.includes(message) ? "log.info(`event " : `"${message}"`;
        assert.ok(source.includes(written), `${title} looks for "${message}"`);
      }
    }
  });
}

function metricsOf(inputs: Readonly<Record<string, unknown>>) {
  const { metricQueries } = v.parse(Alarm, inputs);
  if (metricQueries === undefined) return [v.parse(Metric, inputs)];
  return metricQueries.flatMap(({ metric }) => (metric === undefined ? [] : [metric]));
}

async function sources(folder: URL): Promise<string> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".ts"));
  return (await Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")))).join("\n");
}
