import * as v from "valibot";
import { limits } from "../../runtime/contract/limits.ts";
import { type InvocationResult, timedOut } from "../lambda/function.ts";
import type { Answer } from "./answer.ts";
import { GatewayProblem } from "./gateway-problem.ts";

const HeaderValue = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));

const ProxyResponse = v.object({
  statusCode: v.pipe(
    v.union([v.number(), v.string()]),
    v.transform(Number),
    v.integer(),
    v.minValue(200),
    v.maxValue(599),
  ),
  headers: v.nullish(v.record(v.string(), HeaderValue), {}),
  multiValueHeaders: v.nullish(v.record(v.string(), v.array(HeaderValue)), {}),
  body: v.nullish(v.string(), ""),
  isBase64Encoded: v.nullish(v.boolean(), false),
});

/**
 * What a REST API makes of a function's end.
 * @throws GatewayProblem when the function failed (500), took too long (504), or answered with
 * something that is no proxy response or larger than Lambda allows (502).
 */
export function answerOf(result: InvocationResult): Answer {
  if (!result.ok) throw failed(result.errorType);
  if (Buffer.byteLength(result.payload) > limits.lambdaPayloadBytes) throw badGateway();
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ProxyResponse), result.payload);
  if (!parsed.success) throw badGateway();
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.output;
  const several = Object.entries(multiValueHeaders ?? {});
  const names = new Set(several.map(([name]) => name.toLowerCase()));
  return {
    status: statusCode,
    headers: [
      ...Object.entries(headers ?? {}).filter(([name]) => !names.has(name.toLowerCase())),
      ...several.flatMap(([name, values]) => values.map((value) => [name, value] as const)),
    ],
    body: Buffer.from(body ?? "", isBase64Encoded === true ? "base64" : "utf8"),
  };
}

function failed(errorType: string): GatewayProblem {
  if (errorType === timedOut) return tookTooLong();
  return new GatewayProblem(
    "internal_error",
    "The function that answers this route failed. Send the request again; if it fails again, the log tells why.",
    { retryAfter: 1 },
  );
}

export function tookTooLong(): GatewayProblem {
  return new GatewayProblem(
    "timeout",
    "The function that answers this route took too long. Send the request again: with the same id it is stored once.",
    { retryAfter: 1 },
  );
}

function badGateway(): GatewayProblem {
  return new GatewayProblem(
    "internal_error",
    "The function that answers this route gave an answer that HTTP cannot carry.",
    { status: 502, retryAfter: 1 },
  );
}
