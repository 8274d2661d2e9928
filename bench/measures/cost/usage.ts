import type { AwsRequest } from "../../harness/wire/aws-request.ts";

/** Invocations of one function. */
export interface Invocations {
  readonly count: number;
  /** Of the one in the middle, milliseconds. */
  readonly ms: number;
}

/** What a number of events used on their whole way, in the units in which AWS bills. */
export interface Usage {
  readonly events: number;
  /** Requests to the API. */
  readonly posts: number;
  readonly ingest: Invocations;
  readonly process: Invocations;
  /** Sends, receives and deletes, in chunks of 64 KiB. */
  readonly sqsRequests: number;
  /** In chunks of 64 KiB. */
  readonly snsPublishes: number;
  readonly s3Puts: number;
  readonly s3Gets: number;
  /** Bytes of the objects that were put. */
  readonly s3Bytes: number;
  /** Bytes of the lines of functions and gateway. */
  readonly logBytes: number;
  /** Bytes that producers get back. */
  readonly answerBytes: number;
  /** Bytes through interface endpoints. */
  readonly endpointBytes: number;
  /** Bytes between functions and database, both ways. */
  readonly databaseBytes: number;
  /** Bytes that the database has grown by, with its indexes. */
  readonly storedBytes: number;
}

const chunk = 64 * 1024;

/** Requests that AWS bills for one that carries so much. */
export function billedRequests(payloadBytes: number): number {
  return Math.max(1, Math.ceil(payloadBytes / chunk));
}

/** The part of the bill that is read off the wire; receiving and deleting is Lambda's and comes besides. */
export function usedOnWire(requests: readonly AwsRequest[]) {
  const of = (service: AwsRequest["service"], action?: string) =>
    requests.filter(
      (request) => request.service === service && (action ?? request.action) === request.action,
    );
  const billed = (list: readonly AwsRequest[]) =>
    sum(list.map(({ payloadBytes }) => billedRequests(payloadBytes)));
  const puts = of("s3", "PUT");
  return {
    sqsRequests: billed(of("sqs")),
    snsPublishes: billed(of("sns")),
    s3Puts: puts.length,
    s3Gets: of("s3", "GET").length,
    s3Bytes: sum(puts.map(({ payloadBytes }) => payloadBytes)),
    endpointBytes: sum(of("sns").map(({ wireBytes }) => wireBytes)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
