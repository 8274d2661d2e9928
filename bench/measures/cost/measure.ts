import { sqsClient } from "../../../local/aws/clients.ts";
import { names, queueUrl } from "../../../local/aws/names.ts";
import { openDatabase } from "../../harness/database.ts";
import { setScene } from "../../harness/scene.ts";
import type { Findings, Measure, Setting } from "../../measure.ts";
import { chartsOf, figuresOf } from "./figures.ts";
import { MeteredFunction } from "./metered-function.ts";
import { notesOf } from "./notes.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { type MeteredWay, takeUsage } from "./take-usage.ts";
import type { Usage } from "./usage.ts";

export const measure: Measure = {
  name: "cost",
  about: "dollars per million events on AWS, from measured requests, bytes and times and a price list",
  run,
};

async function run(setting: Setting): Promise<Findings> {
  const { quick, signal, say } = setting;
  await using stack = new AsyncDisposableStack();
  const way = await openWay(setting, stack);
  const usages = new Map<Scenario, Usage[]>();
  for (const scenario of scenarios) {
    say(`warming up, ${scenario.label}`);
    const events = scenario.perPost ?? (quick ? 10 : scenario.events.quick);
    await takeUsage(way, scenario, { events, run: `${scenario.name}-warm`, signal });
    usages.set(scenario, []);
  }
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    for (const [scenario, taken] of usages) {
      say(`round ${round + 1}, ${scenario.label}`);
      const events = scenario.events[quick ? "quick" : "full"];
      taken.push(await takeUsage(way, scenario, { events, run: `${scenario.name}-${round}`, signal }));
    }
  }
  return { figures: figuresOf(usages), charts: chartsOf(usages), notes: notesOf(usages) };
}

async function openWay({ folder, say }: Setting, stack: AsyncDisposableStack): Promise<MeteredWay> {
  say("starting PostgreSQL, SQS, SNS and S3");
  const { access, pool } = await openDatabase(folder, stack);
  const scene = await setScene(folder, access, stack);
  const sqs = sqsClient(scene.calls.endpoint);
  stack.defer(() => sqs.destroy());
  return {
    scene,
    pool,
    ingest: stack.use(new MeteredFunction(scene.ingest)),
    source: {
      sqs,
      queueUrl: queueUrl(scene.calls.endpoint, names.queue),
      target: stack.use(new MeteredFunction(scene.process)),
    },
  };
}
