import { assumptions } from "./assumptions.ts";
import type { Measured } from "./formulas.ts";
import { count } from "./numbers.ts";

/** What stands behind the table, as a list: nobody should take a number without it. */
export function assumptionList({ cores, processorRate, processMs, ingestMs }: Measured): string {
  const { utilisation, slower, coresPerVcpu, largeBatchesFrom, queryConcurrency, poolSize } = assumptions;
  const per = (size: 10 | 100) => count((processorRate[size] / cores) * coresPerVcpu);
  return [
    `A vCPU of the database does the work of ${coresPerVcpu} core here. The processor stored ${count(processorRate[10])} events/s of the mix in batches of 10 and ${count(processorRate[100])} in batches of 100 on ${cores} cores, which it shared with the functions, SNS and S3; all of that is taken as the database's work, so a vCPU counts for ${per(10)} and ${per(100)} events/s. The vCPUs of \`t4g\` are its baseline.`,
    `Everything is planned to be busy ${utilisation * 100} % of the time; the rest is for peaks. A rate stands for the whole day.`,
    `An invocation takes ${slower} times as long on AWS as here (ingest ${count(ingestMs.single)} ms single and ${count(ingestMs.batched)} ms for ${assumptions.eventsPerPost} events, the processor ${count(processMs[10])} ms for 10 and ${count(processMs[100])} ms for 100), both for concurrency and in the dollars of Lambda.`,
    `From ${count(largeBatchesFrom)} events/s on the processor takes batches of 100 (\`batchSize\`, with \`batchWindowSeconds\` 1). The dollars of events are those of batches of 10 at any rate (\`cost.slower.single\` and \`cost.slower.batched\`).`,
    `Connections are counted by the stack's own rule: (processors + ${queryConcurrency} queries + 3 operators + 3 scheduled) × (${poolSize} + 1), at most 80 % of what the class has. A class is chosen by both, vCPUs and connections.`,
    `Two zones for the database and its storage, ${assumptions.interfaceEndpoints} interface endpoints in two zones, ${assumptions.alarms} alarms, ${assumptions.warmInstances} warm instances, no replica. gp3's base of IOPS is taken to be enough.`,
    "No discount, no reserved instance, no volume tier, no free tier.",
  ]
    .map((line) => `- ${line}`)
    .join("\n");
}
