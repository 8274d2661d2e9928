import { join } from "node:path";
import { names } from "../aws/names.ts";
import type { Instance } from "../data-directory/instance-file.ts";
import { dataPaths } from "../data-directory/paths.ts";
import type { FaultOptions } from "../faults/control.ts";
import type { Colours } from "./colours.ts";

interface Ready {
  readonly instance: Instance;
  readonly apiKey: string;
  readonly dataDir: string;
  /** Whether it is the directory that every command takes without being told. */
  readonly isDefaultDataDir: boolean;
  readonly seconds: number;
  readonly faults: FaultOptions | undefined;
}

/** A valid event, small enough for one line. */
const example = {
  id: "demo-1",
  type: "transaction.authorized",
  data: {
    transactionId: "tx-1",
    userId: "user-1",
    amount: 1999,
    currency: "EUR",
    merchant: { id: "m-1", name: "Corner Shop", category: "groceries" },
    occurredAt: "2026-11-22T17:48:00Z",
  },
};

/** What a person who just started Fluxa wants to know. */
export function banner(
  { instance, apiKey, dataDir, isDefaultDataDir, seconds, faults }: Ready,
  colours: Colours,
): string {
  const { strong, faint } = colours;
  const where = isDefaultDataDir ? "" : ` -- --data-dir ${quote(dataDir)}`;
  const rows = [
    ["API", `${instance.apiUrl}  ${faint(`x-api-key: ${apiKey}`)}`],
    ["PostgreSQL", instance.databaseUrl],
    ["SQS, SNS, S3", `${instance.awsEndpoint}  ${faint(`region ${instance.region}, any credentials`)}`],
    [
      "Notifications",
      `queue ${names.notificationQueue}, read it with: npm run --silent notifications${where}`,
    ],
    ["Data", dataDir],
    ...(faults === undefined ? [] : faultRows(faults, dataDir)),
  ];
  return [
    strong(`Fluxa is ready (${seconds.toFixed(1)} s).`),
    "",
    ...rows.map(([label = "", value]) => `  ${label.padEnd(15)}${value}`),
    "",
    "Send an event:",
    "",
    curlLine(instance.apiUrl, apiKey),
    "",
    "Ctrl-C finishes what is in flight and stops.",
    "",
    "",
  ].join("\n");
}

/** Nobody should wonder why things fail. */
function faultRows({ seed, rules }: FaultOptions, dataDir: string): readonly (readonly [string, string])[] {
  const strikes = join(dataPaths(dataDir).logs, "faults.log");
  return [
    ...rules.map((rule, index) => [index === 0 ? "Faults" : "", rule] as const),
    ["", `seed ${seed}, strikes are written to ${strikes}`],
  ];
}

/** A command that works as it stands in any POSIX shell. */
function curlLine(apiUrl: string, apiKey: string): string {
  return (
    `curl -i ${apiUrl}/v1/events -H ${quote(`x-api-key: ${apiKey}`)} ` +
    `-H 'content-type: application/json' -d ${quote(JSON.stringify(example))}`
  );
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
