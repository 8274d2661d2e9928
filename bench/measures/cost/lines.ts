import { memoryMb } from "../../../components/support/memory.ts";
import { limits } from "../../../runtime/contract/limits.ts";
import { priceList } from "./prices.ts";
import type { Invocations, Usage } from "./usage.ts";

/** The lines of the bill that grow with events, in the order of an event's way. */
export const lineNames = ["apiGateway", "ingest", "sqs", "process", "sns", "s3", "logs", "transfer"] as const;

export type LineName = (typeof lineNames)[number];

/** Dollars per million events. */
export type Lines = Readonly<Record<LineName, number>>;

const million = 1_000_000;
const gib = 1024 ** 3;
const daysOfMonth = 365 / 12;
const { prices } = priceList;

/** Functions are spread over two zones and the database is in one, so half of what they say crosses. */
const crossing = 0.5;

/**
 * What a million of these events cost.
 * @param slower How many times as long each invocation takes on AWS as it was measured here.
 */
export function linesOf(usage: Usage, slower = 1): Lines {
  const { posts, sqsRequests, snsPublishes } = usage;
  const perMillion = (usd: number) => (usd / usage.events) * million;
  return {
    apiGateway: perMillion(posts * prices.apiGatewayRequest.usd),
    ingest: perMillion(lambda(usage.ingest, memoryMb.ingest, slower)),
    sqs: perMillion(sqsRequests * (prices.sqsRequest.usd + prices.sqsFairQueue.usd)),
    process: perMillion(lambda(usage.process, memoryMb.process, slower)),
    // SNS delivers to queues and functions for nothing.
    sns: perMillion(snsPublishes * prices.snsPublish.usd),
    s3: perMillion(s3(usage)),
    logs: perMillion((usage.logBytes / gib) * prices.logGb.usd),
    transfer: perMillion(transfer(usage)),
  };
}

/** Lambda bills whole milliseconds. */
function lambda({ count, ms }: Invocations, memory: number, slower: number): number {
  const gbSeconds = (Math.ceil(ms * slower) / 1_000) * (memory / 1_024);
  return count * (prices.lambdaRequest.usd + gbSeconds * prices.lambdaGbSecond.usd);
}

/** A payload stays for its days, and the bucket keeps its versions for one more. */
function s3({ s3Puts, s3Gets, s3Bytes }: Usage): number {
  const months = (limits.payloadDays + 1) / daysOfMonth;
  const kept = (s3Bytes / gib) * months * prices.s3GbMonth.usd;
  return s3Puts * prices.s3Put.usd + s3Gets * prices.s3Get.usd + kept;
}

/** Answers to producers, publications through the endpoint of SNS, and what crosses to the database's zone. */
function transfer({ answerBytes, endpointBytes, databaseBytes }: Usage): number {
  const internet = (answerBytes / gib) * prices.internetGb.usd;
  const endpoint = (endpointBytes / gib) * prices.endpointGb.usd;
  const zones = (databaseBytes / gib) * crossing * prices.zoneGb.usd;
  return internet + endpoint + zones;
}

export function totalOf(lines: Lines): number {
  return lineNames.reduce((sum, name) => sum + lines[name], 0);
}

/** The dearest line. */
export function dominantOf(lines: Lines): LineName {
  return lineNames.reduce((dearest, name) => (lines[name] > lines[dearest] ? name : dearest));
}
