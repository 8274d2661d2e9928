import { createHash, timingSafeEqual } from "node:crypto";
import { GatewayProblem } from "./gateway-problem.ts";

/** An API key as API Gateway knows it: its id is what functions see. */
export interface ApiKey {
  readonly id: string;
  readonly value: string;
}

/**
 * Tells a key by its value; the comparison takes the same time whatever was sent.
 * @throws GatewayProblem `invalid_key`; API Gateway does not tell a missing key from a wrong one.
 */
export function checkKey(sent: string | undefined, key: ApiKey): ApiKey {
  if (timingSafeEqual(digest(sent ?? ""), digest(key.value))) return key;
  throw new GatewayProblem(
    "invalid_key",
    "The API key is missing or not valid. Send the key that you were given in the header x-api-key.",
  );
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}
