import { Ajv } from "ajv";
import { GatewayProblem } from "./gateway-problem.ts";

export type CheckModel = (contentType: string | undefined, body: Buffer) => void;

const jsonTypes = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/**
 * API Gateway's request validation: a pre-filter on JSON bodies alone. What is no JSON is left to
 * the function, which can say where it is broken.
 */
export function requestModel(schema: object): CheckModel {
  const validate = new Ajv({ strict: false }).compile(schema);
  return (contentType, body) => {
    if (contentType === undefined || !jsonTypes.test(contentType)) return;
    const parsed = parse(body);
    if (parsed === undefined || validate(parsed.value)) return;
    throw new GatewayProblem(
      "malformed_body",
      'The body must be a JSON object. Send one event as an object, such as {"type": "...", "data": {...}}.',
    );
  };
}

function parse(body: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body.toString("utf8")) };
  } catch {
    return undefined;
  }
}
