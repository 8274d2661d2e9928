import type { IncomingMessage } from "node:http";
import { limits } from "../../runtime/contract/limits.ts";
import { GatewayProblem } from "./gateway-problem.ts";

/** What is read of a body that is too large, so that its sender gets to read the answer. */
const patienceBytes = 256 * 1024 * 1024;

/**
 * Reads a whole request body.
 * @throws GatewayProblem `payload_too_large` above API Gateway's 10 MB.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= limits.gatewayBodyBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (bytes > patienceBytes) break;
  }
  if (bytes > limits.gatewayBodyBytes) throw tooLarge(`more than ${limits.gatewayBodyBytes}`);
  return Buffer.concat(chunks, bytes);
}

/** Whether a request says in advance that its body is too large, so that nobody need send it. */
export function announcesTooMuch(request: IncomingMessage): boolean {
  return Number(request.headers["content-length"] ?? 0) > limits.gatewayBodyBytes;
}

export function tooLarge(size: string): GatewayProblem {
  return new GatewayProblem(
    "payload_too_large",
    `The request has ${size} bytes. Payloads up to ${limits.payloadBytes} bytes are always accepted; send a smaller one.`,
  );
}
