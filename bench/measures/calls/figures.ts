import type { Service } from "../../harness/wire/aws-request.ts";
import type { Figure } from "../../measure.ts";

/** What was called since the last time. */
export interface Counted extends Readonly<Record<Service, number>> {
  readonly roundTrips: number;
}

/** The entries that SQS and SNS take in a call. */
const perCall = 10;

/** A batch is claimed in one statement and cleared in another, and announced in tens. */
export function batchFigures(size: number, { roundTrips, sns, sqs }: Counted): readonly Figure[] {
  const batch = size === 1 ? "a batch of one record" : `a batch of ${size} records`;
  return [
    counted(`calls.processor.b${size}.roundTrips`, `database round trips for ${batch}`, roundTrips, 2),
    counted(`calls.processor.b${size}.sns`, `calls of SNS for ${batch}`, sns, Math.ceil(size / perCall)),
    counted(`calls.processor.b${size}.sqs`, `calls of SQS by the function for ${batch}`, sqs, 0),
  ];
}

/** @param size undefined for a request that posts one event by itself. */
export function requestFigures(size: number | undefined, { sqs, s3 }: Counted): readonly Figure[] {
  const [part, request] =
    size === undefined ? ["single", "a POST of one event"] : [`batch${size}`, `a POST of ${size} events`];
  return [
    counted(`calls.ingest.${part}.sqs`, `calls of SQS for ${request}`, sqs, Math.ceil((size ?? 1) / perCall)),
    counted(`calls.ingest.${part}.s3`, `calls of S3 for ${request}`, s3, 0),
  ];
}

function counted(key: string, about: string, value: number, exactly: number): Figure {
  return { key, about, value, unit: "calls", target: { atLeast: exactly, atMost: exactly } };
}
