import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { ProducerName } from "../../runtime/contract/identifiers.ts";
import { limits } from "../../runtime/contract/limits.ts";
import { configurationFaults } from "../rules/configuration-faults.ts";

const whole = (least: number, most: number) =>
  v.pipe(
    v.number(),
    v.integer("must be a whole number"),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  );

/** Rate and burst are requests a second, the quota is requests a month. */
const ConfiguredProducer = v.strictObject({
  name: ProducerName,
  rate: v.optional(whole(1, 10_000), 100),
  burst: v.optional(whole(1, 5_000), 200),
  quota: v.optional(whole(1, 2_000_000_000)),
  reader: v.optional(v.boolean(), false),
});

/** What CloudWatch Logs takes (API reference of PutRetentionPolicy). */
const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The configuration of a stack; its defaults are in Pulumi.yaml and nowhere else. */
export const Configuration = v.strictObject({
  producers: v.array(ConfiguredProducer),
  batchSize: whole(1, 10_000),
  batchWindowSeconds: whole(0, 300),
  maximumConcurrency: whole(2, 1_000),
  queryConcurrency: whole(1, 1_000),
  poolSize: whole(1, 10),
  provisionedConcurrency: whole(0, 1_000),
  outageBudgetHours: whole(1, 24 * 13),
  maxReceiveCount: whole(1, 1_000),
  inlineLimitBytes: whole(0, limits.inlinePayloadBytes * 2),
  // Escaped to ASCII it may grow threefold, and must still fit into one publication with its attributes.
  notificationInlineBytes: whole(0, limits.notificationInlineBytes),
  eventRetentionDays: whole(1, 36_500),
  claimRetentionDays: whole(90, 36_500),
  databaseClass: v.pipe(v.string(), v.regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, "must be like db.t4g.micro")),
  databaseStorageGb: whole(20, 65_536),
  multiAz: v.boolean(),
  backupDays: whole(1, 35),
  protectData: v.boolean(),
  logRetentionDays: v.picklist(logRetentions, "must be a number of days that CloudWatch offers, such as 30"),
  apiLogs: v.picklist(["create-role", "existing-role", "off"]),
  runbookUrl: v.pipe(
    v.string(),
    v.regex(/^\S{1,200}[^\s/]$/, "must be a path or URL without spaces and without a slash at its end"),
  ),
  alarmEmails: v.array(v.pipe(v.string(), v.email("must be an e-mail address"))),
});

export type Configuration = v.InferOutput<typeof Configuration>;

export type ProducerSettings = Configuration["producers"][number];

/** The configuration and the region of the stack. */
export interface StackSettings extends Configuration {
  readonly region: string;
}

/**
 * Reads the stack's configuration.
 * @throws Error naming everything that is wrong with it, before any resource is registered.
 */
export function readConfiguration(): StackSettings {
  const region = new pulumi.Config("aws").require("region");
  const configuration = parseConfiguration(read(new pulumi.Config()));
  refuse(configurationFaults({ ...configuration, region }));
  return { ...configuration, region };
}

/** @throws Error naming every value of a wrong type or out of its range. */
export function parseConfiguration(values: unknown): Configuration {
  const result = v.safeParse(Configuration, values);
  if (result.success) return result.output;
  return refuse(result.issues.map((issue) => `${v.getDotPath(issue) ?? "?"}: ${issue.message}`));
}

function read(config: pulumi.Config): Record<string, unknown> {
  const keys = Object.keys(Configuration.entries);
  return Object.fromEntries(
    keys.flatMap((key) => {
      const text = config.get(key);
      return text === undefined ? [] : [[key, asValue(text)]];
    }),
  );
}

/** Pulumi hands every value over as text: JSON, or what the stack's file says. */
function asValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function refuse(faults: readonly string[]): never;
function refuse(faults: readonly string[]): void;
function refuse(faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new Error(
    `This stack cannot work as it is configured, so nothing was changed:\n${faults.map((fault) => `  - ${fault}`).join("\n")}\n` +
      "Correct it with `pulumi config set` or in the stack's file.",
  );
}
