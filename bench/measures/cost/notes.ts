import { memoryMb } from "../../../components/support/memory.ts";
import { metrics } from "../../../runtime/contract/metrics.ts";
import type { Usages } from "./figures.ts";
import { levers, lineLabels } from "./levers.ts";
import { dominantOf, type Lines, linesOf, totalOf } from "./lines.ts";
import { priceList } from "./prices.ts";
import type { Scenario } from "./scenarios.ts";

export function notesOf(usages: Usages): readonly string[] {
  const { region, date, verified } = priceList;
  const check = verified ? "checked against AWS's pages" : "not verified against AWS's live pages";
  return [
    `List prices of ${region} as written down on ${date} in \`bench/measures/cost/prices.ts\`, ${check}; no discount, no volume tier, no free tier.`,
    "The functions that deploy take the events from the POST to the notification. Requests, their bytes, the bytes of log lines and of the database's protocol are counted at the wire; every event is stored once and announced.",
    `Times are those of the invocation in the middle, on this machine, with queue, topic, bucket and database beside the function, and not AWS's: \`cost.slower\` shows the bill if each took ten times as long. Memory is as deployed, ${memoryMb.ingest} MB for ingest and ${memoryMb.process} MB for the processor.`,
    "SQS and SNS count in chunks of 64 KiB per call; the price of SQS holds the surcharge for message groups on all requests, which is the careful reading. The poller receives and deletes ten messages at a time here, as Lambda does when there are enough; `trickle` is the other end, a batch for every event. A message that succeeds never has its visibility changed. SNS delivers to queues and functions for nothing; e-mail and HTTPS are not.",
    "Data transfer is answers to producers over the internet, publications through the endpoint of SNS, and half of what goes between functions and database, as half of the functions run in the other zone. Nothing else inside the region is billed.",
    `Not per event and not in here: the database and its storage, endpoints, ${Object.keys(metrics).length} custom metrics whatever the rate (an id is never a dimension), alarms, warm instances, and the poller's long polls while the queue is empty (5 pollers that ask every 20 s are 0.66 million requests a month). The page on sizing has them.`,
    ...[...usages].flatMap(([scenario, rounds]) =>
      judged(scenario, rounds.map((usage) => linesOf(usage)).at(-1)),
    ),
  ];
}

/** Which line is the dearest, and what to do when the target is missed. */
export function judged(
  { label, atMost }: Pick<Scenario, "label" | "atMost">,
  lines?: Lines,
): readonly string[] {
  if (lines === undefined) return [];
  const dearest = dominantOf(lines);
  const total = totalOf(lines);
  const share = Math.round((lines[dearest] / total) * 100);
  const dominates = `Of ${label}, ${lineLabels[dearest]} is the dearest line, ${share} % of the whole.`;
  if (atMost === undefined || total <= atMost) return [dominates];
  return [
    `${dominates} It misses its target by ${(total - atMost).toFixed(2)} USD; the lever: ${levers[dearest]}.`,
  ];
}
