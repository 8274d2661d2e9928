import { createPool, type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import type { Addresses } from "./addresses.ts";
import { canonicalJson } from "./canonical-json.ts";
import { hashOf } from "./content.ts";
import type { Claim, DeadRow, Evidence, Row } from "./evidence.ts";

const EventRow = v.object({
  eventId: v.string(),
  correlationId: v.string(),
  producer: v.string(),
  receivedAt: v.string(),
  source: v.string(),
  sourceId: v.string(),
  type: v.string(),
  subject: v.nullable(v.string()),
  time: v.nullable(v.string()),
  extensions: v.nullable(v.string()),
  userId: v.string(),
  fingerprint: v.string(),
  payloadBytes: v.number(),
  data: v.string(),
});

const ClaimRow = v.object({
  eventId: v.string(),
  producer: v.string(),
  receivedAt: v.string(),
  fingerprint: v.string(),
  type: v.string(),
  acceptanceId: v.string(),
  duplicates: v.number(),
  conflicts: v.number(),
  countedAcceptances: v.array(v.string()),
  notifiedAt: v.nullable(v.string()),
});

const Dead = v.object({
  eventId: v.nullable(v.string()),
  acceptanceId: v.nullable(v.string()),
  failureType: v.string(),
  failureReason: v.string(),
  correlationId: v.string(),
});

const Progress = v.object({
  stored: v.number(),
  repeated: v.number(),
  pending: v.number(),
  unannounced: v.number(),
  deadlocks: v.number(),
});

/** How far the store has come. */
export type Progress = v.InferOutput<typeof Progress>;

/** Asks over a connection of its own, which is closed again: the server may be killed at any time. */
async function ask<T>({ databaseUrl }: Addresses, work: (pool: DatabasePool) => Promise<T>): Promise<T> {
  const pool = await createPool(databaseUrl, {
    maxPoolSize: 1,
    queryRetryLimit: 0,
    connectionRetryLimit: 1,
    connectionTimeout: 5_000,
    statementTimeout: 60_000,
  });
  // Without a listener the end of an idle connection would end this process.
  pool.on("error", () => undefined);
  try {
    return await work(pool);
  } finally {
    await pool.end().catch(() => undefined);
  }
}

/** @throws when the database cannot be asked just now. */
export async function readProgress(addresses: Addresses): Promise<Progress> {
  return ask(addresses, async (pool) =>
    v.parse(
      Progress,
      await pool.one(sql.unsafe`
        select count(*)::int as stored,
               coalesce(sum(duplicates + conflicts), 0)::int as repeated,
               (count(*) filter (where notified_at is null))::int as unannounced,
               (select count(*)::int from outbox) as pending,
               (select deadlocks::int from pg_stat_database where datname = current_database()) as deadlocks
          from claim
      `),
    ),
  );
}

/** Everything that is stored, each payload reduced to the hash of what the database holds. */
export async function readStored(
  addresses: Addresses,
): Promise<Pick<Evidence, "rows" | "claims" | "outbox" | "deadRows">> {
  return ask(addresses, async (pool) => ({
    rows: await readRows(pool),
    claims: await readClaims(pool),
    outbox: await pool.anyFirst(sql.unsafe`select event_id::text from outbox`).then(texts),
    deadRows: await readDead(pool),
  }));
}

const texts = (values: unknown) => v.parse(v.array(v.string()), values);

const pageSize = 500;

/** In pages, as payloads of thousands of events do not fit into memory at once. */
async function readRows(pool: DatabasePool): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let last = { receivedAt: "-infinity", eventId: "00000000-0000-0000-0000-000000000000" }; ; ) {
    const page = v.parse(v.array(EventRow), await pool.any(pageAfter(last)));
    rows.push(...page.map(rowOf));
    const end = page.at(-1);
    if (end === undefined) return rows;
    last = end;
  }
}

const pageAfter = ({ receivedAt, eventId }: Pick<Row, "receivedAt" | "eventId">) => sql.unsafe`
  select event_id::text as "eventId", correlation_id as "correlationId", producer,
         received_at::text as "receivedAt", source, source_id as "sourceId", type, subject,
         time_text as "time", extensions::text, user_id as "userId",
         encode(fingerprint, 'hex') as fingerprint, payload_bytes as "payloadBytes", data::text as data
    from event
   where (received_at, event_id) > (${receivedAt}::timestamptz, ${eventId}::uuid)
   order by received_at, event_id
   limit ${pageSize}
`;

function rowOf(row: v.InferOutput<typeof EventRow>): Row {
  const { eventId, correlationId, producer, receivedAt, fingerprint, payloadBytes } = row;
  const { source, sourceId, type, subject, time, extensions, userId, data } = row;
  return {
    eventId,
    correlationId,
    producer,
    receivedAt,
    fingerprint,
    payloadBytes,
    content: {
      source,
      sourceId,
      type,
      subject,
      time,
      extensions: extensions === null ? null : canonicalJson(JSON.parse(extensions)),
      userId,
      ...hashOf(JSON.parse(data)),
    },
  };
}

async function readClaims(pool: DatabasePool): Promise<readonly Claim[]> {
  const claims = await pool.any(sql.unsafe`
    select event_id::text as "eventId", producer, received_at::text as "receivedAt",
           encode(fingerprint, 'hex') as fingerprint, type, acceptance_id::text as "acceptanceId",
           duplicates, conflicts, counted_acceptances::text[] as "countedAcceptances",
           notified_at::text as "notifiedAt"
      from claim
  `);
  return v.parse(v.array(ClaimRow), claims);
}

async function readDead(pool: DatabasePool): Promise<readonly DeadRow[]> {
  const dead = await pool.any(sql.unsafe`
    select event_id::text as "eventId", acceptance_id::text as "acceptanceId",
           failure_type as "failureType", failure_reason as "failureReason",
           correlation_id as "correlationId"
      from dead_event
  `);
  return v.parse(v.array(Dead), dead);
}
