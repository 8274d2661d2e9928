import type { IncomingHttpHeaders } from "node:http";
import { messageAttributes } from "../../../runtime/contract/attributes.ts";
import type { Point } from "../../faults/points.ts";
import type { Subject } from "../../faults/strike-report.ts";
import { eventIdsIn } from "../../faults/subjects.ts";
import type { SentMessage } from "../message-limits.ts";
import { names } from "../names.ts";
import { snsMessages, sqsMessages } from "../sent-messages.ts";

/** A request as it came in. */
interface Request {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export type Service = "sqs" | "sns" | "s3";

/** A call of a sandbox at which faults can strike. */
export interface Call {
  readonly service: Service;
  readonly point: Point;
  readonly subject: () => Subject;
}

/** The sandbox that signed a request; undefined for anybody else, whom no fault strikes. */
export function callerOf({ authorization = "" }: IncomingHttpHeaders): string | undefined {
  return /Credential=(?<key>[a-z]+-\d+)\//.exec(authorization)?.groups?.["key"];
}

/** What a sandbox calls for; undefined for calls at which no fault can strike. */
export function callOf(request: Request, sandbox: string): Call | undefined {
  const [service, point] = sqsPoint(request) ?? snsPoint(request) ?? s3Point(request) ?? [];
  if (service === undefined || point === undefined) return undefined;
  return { service, point, subject: () => ({ sandbox, ...subjectOf(request) }) };
}

type Place = readonly [Service, Point];

function sqsPoint({ headers, body }: Request): Place | undefined {
  const action = String(headers["x-amz-target"] ?? "").replace("AmazonSQS.", "");
  if (/^ChangeMessageVisibility/.test(action)) return ["sqs", "sqs.postpone"];
  if (!/^SendMessage/.test(action)) return undefined;
  const url = typeof body === "object" && body !== null && "QueueUrl" in body ? String(body.QueueUrl) : "";
  if (url.endsWith(`/${names.queue}`)) return ["sqs", "sqs.send"];
  return url.endsWith(`/${names.deadLetterQueue}`) ? ["sqs", "sqs.dead-letter"] : undefined;
}

function snsPoint({ body }: Request): Place | undefined {
  const action = typeof body === "object" && body !== null && "Action" in body ? String(body.Action) : "";
  return /^Publish/.test(action) ? ["sns", "sns.publish"] : undefined;
}

function s3Point({ method, url }: Request): Place | undefined {
  const [path = ""] = url.split("?");
  if (!path.startsWith(`/${names.bucket}/`)) return undefined;
  if (method === "PUT") return ["s3", "s3.put"];
  if (method !== "GET") return undefined;
  return ["s3", path.endsWith(`/${names.producersKey}`) ? "s3.directory" : "s3.get"];
}

function subjectOf({ headers, body, url }: Request): Subject {
  const messages = [...sqsMessages(String(headers["x-amz-target"] ?? ""), body), ...snsMessages(body)];
  return {
    eventIds: [decodeURIComponent(url), ...messages.flatMap(textsOf)].flatMap(eventIdsIn),
    correlationIds: messages.flatMap(({ attributes }) =>
      attributes.flatMap(({ name, value }) => (name === messageAttributes.correlationId ? [value] : [])),
    ),
  };
}

function textsOf({ body, attributes }: SentMessage): readonly string[] {
  return [body, ...attributes.map(({ value }) => value)];
}
