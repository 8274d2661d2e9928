import { sql } from "slonik";
import * as v from "valibot";

const ClaimVerdict = v.strictObject({
  verdict: v.picklist(["stored", "redelivered", "duplicate", "conflict"]),
});

/** One record of a batch, as the statement takes it. */
export interface ClaimRecord {
  readonly eventId: string;
  readonly acceptanceId: string;
  readonly producer: string;
  readonly receivedAt: string;
  readonly fingerprint: Buffer;
  readonly type: string;
  readonly source: string;
  readonly sourceId: string;
  readonly subject: string | null;
  readonly userId: string;
  readonly correlationId: string;
  readonly time: string | null;
  readonly dataschema: string | null;
  readonly extensions: string | null;
  readonly traceparent: string | null;
  readonly payloadBytes: number;
  readonly canonical: string;
}

/**
 * Claims, stores and writes the outbox for a batch; one verdict per record, in their order. Call
 * with `any`. Why it is as it is stands in docs/adr/0003-one-statement-per-batch.md; in short:
 * `first` has one row per identity, inserted in the order of event ids so that concurrent batches
 * lock in the same order; ON CONFLICT DO UPDATE locks and sees a row that won in between; an
 * acceptance that was counted before is not counted again; the payload stays out of `input`, which
 * would spill it to disk.
 */
export const claimBatch = (records: readonly ClaimRecord[], leaseSeconds: number) => statementFor(
  records.length,
)`
  with input as materialized (
    select record.*, row_number() over (partition by event_id order by ord) as nth
    from ${sql.unnest(
      records.map((record) => [
        record.eventId,
        record.acceptanceId,
        record.producer,
        record.receivedAt,
        record.fingerprint,
        record.type,
        record.source,
        record.sourceId,
        record.subject,
        record.userId,
        record.correlationId,
        record.time,
        record.dataschema,
        record.extensions,
        record.traceparent,
        record.payloadBytes,
      ]),
      [
        "uuid",
        "uuid",
        "text",
        "timestamptz",
        "bytea",
        "text",
        "text",
        "text",
        "text",
        "text",
        "text",
        "text",
        "text",
        "jsonb",
        "text",
        "int4",
      ],
    )} with ordinality as record (
      event_id, acceptance_id, producer, received_at, fingerprint, type, source, source_id, subject,
      user_id, correlation_id, time_text, dataschema, extensions, traceparent, payload_bytes, ord
    )
  ), first as materialized (
    select * from input where nth = 1
  ), other as materialized (
    select event_id, acceptance_id, fingerprint, type from input where nth > 1
  ), other_acceptance as (
    select distinct event_id, other.acceptance_id,
      (other.fingerprint, other.type) = (first.fingerprint, first.type) as same
    from other join first using (event_id)
    where other.acceptance_id <> first.acceptance_id
  ), tally as (
    select event_id,
      count(*) filter (where same) as duplicates,
      count(*) filter (where not same) as conflicts,
      (array_agg(acceptance_id))[:16] as acceptances
    from other_acceptance
    group by event_id
  ), claimed as (
    insert into claim as c (
      event_id, producer, fingerprint, type, acceptance_id, received_at,
      duplicates, conflicts, counted_acceptances
    )
    select event_id, producer, fingerprint, type, acceptance_id, received_at,
      coalesce(duplicates, 0), coalesce(conflicts, 0), coalesce(acceptances, '{}')
    from first left join tally using (event_id)
    order by event_id
    on conflict (event_id) do update
    set (duplicates, conflicts, counted_acceptances) = (
      select
        c.duplicates + count(*) filter (where same),
        c.conflicts + count(*) filter (where not same),
        (array_agg(acceptance_id) || c.counted_acceptances)[:16]
      from (
        select distinct acceptance_id, (fingerprint, type) = (c.fingerprint, c.type) as same
        from (
          select excluded.acceptance_id, excluded.fingerprint, excluded.type
          union all
          select acceptance_id, fingerprint, type from other where other.event_id = c.event_id
        ) as again
        where acceptance_id <> c.acceptance_id and acceptance_id <> all (c.counted_acceptances)
      ) as uncounted
    )
    where c.acceptance_id <> excluded.acceptance_id or excluded.counted_acceptances <> '{}'
    returning c.event_id, c.fingerprint, c.type, c.acceptance_id, old.event_id is null as inserted
  ), stored as (
    insert into event (
      received_at, event_id, producer, source, source_id, type, subject, user_id, correlation_id,
      time, time_text, dataschema, extensions, traceparent, fingerprint, payload_bytes, data
    )
    select received_at, event_id, producer, source, source_id, first.type, subject, user_id,
      correlation_id, time_text::timestamptz, time_text, dataschema, extensions, traceparent,
      first.fingerprint, payload_bytes,
      (${sql.array(
        records.map(({ canonical }) => canonical),
        "text",
      )})[ord]::jsonb
    from first join claimed using (event_id)
    where inserted
  ), pending as (
    insert into outbox (event_id, received_at, lease_until)
    select event_id, received_at, now() + make_interval(secs => ${leaseSeconds})
    from first join claimed using (event_id)
    where inserted
  )
  select
    case
      when input.nth = 1 and claimed.inserted then 'stored'
      when input.acceptance_id = coalesce(claimed.acceptance_id, first.acceptance_id) then 'redelivered'
      when input.fingerprint = coalesce(claimed.fingerprint, first.fingerprint)
        and input.type = coalesce(claimed.type, first.type) then 'duplicate'
      else 'conflict'
    end as verdict
  from input join first using (event_id) left join claimed using (event_id)
  order by input.ord
`;

// Planning takes a third of a small batch's time, and a plan for any number of records is as good
// for few as one made for them; for a thousand it is five times slower.
const largestPrepared = 32;

function statementFor(records: number) {
  return records <= largestPrepared ? sql.prepared("claim_batch", ClaimVerdict) : sql.type(ClaimVerdict);
}
