import type { APIGatewayProxyEvent } from "aws-lambda";
import * as v from "valibot";
import { CorrelationId } from "../../contract/identifiers.ts";
import type { Producer } from "../../contract/producer.ts";
import { Problem } from "../../core/problem.ts";
import type { ProducerLookup } from "../../ports/producer-lookup.ts";

/** Headers by their names in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

export function headersOf({ headers }: APIGatewayProxyEvent): Headers {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/** The producer's correlation id when it can be carried everywhere as it is, else the gateway's request id. */
export function correlationIdOf(event: APIGatewayProxyEvent, headers: Headers): string {
  const given = headers["x-correlation-id"];
  return v.is(CorrelationId, given) ? given : event.requestContext.requestId;
}

/**
 * The body as text.
 * @throws Problem malformed_body when it is not UTF-8.
 */
export function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): string {
  if (body === null || !isBase64Encoded) return body ?? "";
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(body, "base64"));
  } catch (cause) {
    throw new Problem(
      "malformed_body",
      "The body is not valid UTF-8. JSON is always UTF-8 (RFC 8259 §8.1).",
      {
        faults: [{ path: "", message: "must be valid UTF-8" }],
        cause,
      },
    );
  }
}

/**
 * The producer of the API key that the gateway has checked.
 * @throws Problem unknown_producer, or unavailable when the directory cannot be read.
 */
export async function producerOf(
  event: APIGatewayProxyEvent,
  producers: ProducerLookup,
  deadline: AbortSignal,
): Promise<Producer> {
  const apiKeyId = event.requestContext.identity.apiKeyId ?? "";
  const producer = await producers.find(apiKeyId, deadline).catch((cause: unknown) => {
    throw new Problem(
      "unavailable",
      "The directory of producers cannot be read. Send the same request again.",
      { cause },
    );
  });
  if (producer !== undefined) return producer;
  const detail =
    "The API key is valid but belongs to no producer. Ask the platform team to add it to the stack's producers.";
  throw new Problem("unknown_producer", detail);
}
