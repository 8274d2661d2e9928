import { assumptions } from "./assumptions.ts";
import { largestRate, type Measured, type Sizing } from "./formulas.ts";
import { count, dollars } from "./numbers.ts";

/** What changes above the table, with the numbers at which it does. */
export function beyond(measured: Measured, sizings: readonly Sizing[]): string {
  const { gatewayRequests, eventsPerPost, monthsKept } = assumptions;
  const top = sizings.at(-1);
  if (top === undefined) return "";
  const { single, batched } = top.usd.events;
  const filling = sizings.find(({ monthsUntilFull }) => monthsUntilFull < monthsKept);
  return [
    `**Batch ingest first.** API Gateway takes ${count(gatewayRequests)} requests/s in an account and region unless AWS raises it, and single POSTs end there. At ${count(top.rate)} events/s batches of ${eventsPerPost} cost ${dollars(batched)} instead of ${dollars(single)} USD a month (${count(single / batched)} times less).`,
    instances(sizings),
    `**Then larger batches in the processor.** Batches of 100 instead of 10 store ${count(measured.processorRate[100] / measured.processorRate[10])} times as many events on the same machine.`,
    filling === undefined
      ? `**Storage.** No rate of the table fills the largest storage of an instance within ${monthsKept} months at 1 KiB.`
      : `**Storage ends before processing does.** From ${count(filling.rate)} events/s on, events of 1 KiB fill the largest storage of an instance in ${count(filling.monthsUntilFull)} months: keep fewer days (\`eventRetentionDays\`; partitions are monthly and dropped whole), move old partitions to S3, or shard.`,
    `**Sharding.** One database of the largest class takes ${count(largestRate(measured))} events/s by these figures. Above that, run several stacks and choose one by user (a hash of \`userId\` at the producer or in front of the gateway) or by region. An event id is derived from producer, source and id, so a retry must reach the stack of its first try, and each stack proves exactly-once for its own.`,
    "**Aurora PostgreSQL** was not measured. Its storage grows by itself well beyond that of an RDS instance, which moves the limit of storage; all writes still go to one writer, so the limit of processing stays. As this load writes all the time, compare its I/O-Optimized price.",
  ].join("\n\n");
}

/** From which rate on an account's own limit has to be raised. */
function instances(sizings: readonly Sizing[]): string {
  const { accountInstances } = assumptions;
  const most = `Lambda runs ${count(accountInstances)} instances at once in an account and region unless AWS raises it`;
  const over = sizings.find(
    ({ ingest, processors, shards }) => ingest.single + processors * shards > accountInstances,
  );
  return over === undefined
    ? `**Lambda's own limit.** ${most}; no rate of the table needs more.`
    : `**Lambda's own limit.** ${most}; single POSTs need more from ${count(over.rate)} events/s on.`;
}
