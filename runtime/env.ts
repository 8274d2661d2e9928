import * as v from "valibot";
import { limits } from "./contract/limits.ts";

const Text = v.pipe(v.string(), v.minLength(1, "must not be empty"));

/** A whole number as the environment writes it. */
const WholeNumber = (fallback: number) =>
  v.pipe(
    v.optional(v.string(), String(fallback)),
    v.regex(/^\d{1,9}$/, "must be a whole number"),
    v.transform(Number),
  );

/** A delay that SQS can set: at least a second, or a failing message would come back at once, and at most 12 hours. */
const DelaySeconds = (fallback: number) =>
  v.pipe(
    WholeNumber(fallback),
    v.minValue(1, "must be at least 1"),
    v.maxValue(43_200, "must be at most 43200"),
  );

const Common = {
  LOG_LEVEL: v.optional(v.picklist(["debug", "info", "warn", "error"]), "info"),
};

const Database = {
  DATABASE_HOST: Text,
  DATABASE_PORT: WholeNumber(5432),
  DATABASE_NAME: Text,
  DATABASE_USER: Text,
  /** Without it the user logs in with an IAM token, as on AWS. */
  DATABASE_PASSWORD: v.optional(Text),
  /** `off` is for a server on the same machine only. */
  DATABASE_TLS: v.optional(v.picklist(["verify", "off"]), "verify"),
  POOL_SIZE: WholeNumber(2),
  /** Below the function's timeout, so that the database gives up before Lambda does. */
  STATEMENT_TIMEOUT_MS: WholeNumber(20_000),
  /** Lambda sets it; names the root certificates of the database. */
  AWS_REGION: v.optional(Text),
};

const Announcing = {
  TOPIC_ARN: Text,
  NOTIFICATION_INLINE_BYTES: WholeNumber(limits.notificationInlineBytes),
};

const Notifying = {
  ...Announcing,
  /** How long a notification belongs to whoever took it; longer than an invocation can last. */
  OUTBOX_LEASE_SECONDS: WholeNumber(60),
};

const Producers = {
  PAYLOAD_BUCKET: Text,
  /** S3 key of the ProducerDirectory document in the payload bucket. */
  PRODUCERS_KEY: Text,
};

const BackingOff = {
  BACKOFF_SHORTEST_SECONDS: DelaySeconds(limits.backoffSeconds.shortest),
  BACKOFF_LONGEST_SECONDS: DelaySeconds(limits.backoffSeconds.longest),
};

/** The environment of each function; parsed once at its start, and what the program must pass. */
export const environments = {
  ingest: v.object({
    ...Common,
    ...Producers,
    QUEUE_URL: Text,
    INLINE_LIMIT_BYTES: WholeNumber(limits.inlinePayloadBytes),
  }),
  process: v.object({
    ...Common,
    ...Database,
    ...Notifying,
    ...BackingOff,
    QUEUE_URL: Text,
    DEAD_LETTER_QUEUE_URL: Text,
    PAYLOAD_BUCKET: Text,
  }),
  query: v.object({
    ...Common,
    ...Database,
    ...Producers,
    NOTIFICATION_INLINE_BYTES: WholeNumber(limits.notificationInlineBytes),
  }),
  relay: v.object({ ...Common, ...Database, ...Notifying, ...BackingOff }),
  upkeep: v.object({
    ...Common,
    ...Database,
    EVENT_RETENTION_DAYS: WholeNumber(365),
    CLAIM_RETENTION_DAYS: WholeNumber(365),
  }),
  operate: v.object({
    ...Common,
    ...Database,
    ...Announcing,
    QUEUE_URL: Text,
    DEAD_LETTER_QUEUE_URL: Text,
  }),
  migrate: v.object({
    ...Common,
    ...Database,
    /** Secret that holds the password: the owner of the database cannot log in with IAM before it has granted that. */
    DATABASE_SECRET_ARN: v.optional(Text),
  }),
} as const;

export type FunctionName = keyof typeof environments;

/** The parsed environment of one function. */
export type Environment<Name extends FunctionName> = v.InferOutput<(typeof environments)[Name]>;

/** The variables that a function reads, as the program must pass them. */
export type EnvironmentInput<Name extends FunctionName> = v.InferInput<(typeof environments)[Name]>;

/**
 * Reads a function's environment.
 * @throws Error naming every variable that is missing or wrong.
 */
export function readEnvironment<Name extends FunctionName>(
  name: Name,
  variables: Readonly<Record<string, string | undefined>>,
): Environment<Name> {
  const result = v.safeParse(environments[name], variables);
  if (result.success) return result.output as Environment<Name>;
  const faults = result.issues.map((issue) => `${v.getDotPath(issue) ?? "?"} ${issue.message}`);
  throw new Error(`The environment of the function ${name} is not complete: ${faults.join("; ")}.`);
}
