import { type GatewayModel, gatewayModels } from "../../runtime/contract/openapi/gateway-model.ts";
import { GatewayProblem } from "./gateway-problem.ts";

const jsonTypes = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const firstCharacter = /[^ \t\n\r]/;

const openings = { object: "{", array: "[" } as const;
const jsonOpenings = '{["-0123456789tfn';

/**
 * API Gateway's request validation: a pre-filter on JSON bodies by their first character, as the
 * models ask for nothing else. What is no JSON is left to the function, which can say where it is
 * broken; nothing is parsed, since a parser takes many times the memory of what it reads.
 * @throws GatewayProblem malformed_body
 */
export function checkModel(model: GatewayModel, contentType: string | undefined, body: Buffer): void {
  if (contentType === undefined || !jsonTypes.test(contentType)) return;
  const first = firstCharacter.exec(body.toString("latin1", 0, 1_024))?.[0];
  const wanted = openings[gatewayModels[model].type];
  if (first === undefined || first === wanted || !jsonOpenings.includes(first)) return;
  throw new GatewayProblem(
    "malformed_body",
    'The body must be JSON: one event as an object, such as {"type": "...", "data": {...}}, or for a batch an array of them.',
  );
}
