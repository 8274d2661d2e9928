import type { ServerResponse } from "node:http";

/** A whole HTTP response; a name may come more than once. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export function send(response: ServerResponse, answer: Answer, requestId: string): void {
  const { status, headers, body } = answer;
  for (const [name, value] of headers) response.appendHeader(name, value);
  response.setHeader("x-amzn-requestid", requestId);
  if (status !== 204 && status !== 304) response.setHeader("content-length", body.length);
  response.writeHead(status);
  response.end(body);
}
