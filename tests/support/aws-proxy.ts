import { request as send } from "node:http";
import { startHttpServer } from "./http-server.ts";

/** What the proxy does with a call: hand it on, never answer, hand it on and lose the answer, or answer itself. */
export type Strike = "pass" | "silence" | "lose-answer" | { readonly status: number; readonly body: string };

interface Call {
  /** The SQS action, or method and path for S3. */
  readonly action: string;
}

/** A proxy in front of SQS and S3 that does to each call as it is told. */
export async function startAwsProxy(target: string, strike: (call: Call) => Strike) {
  return startHttpServer((incoming, outgoing) => {
    const action = String(incoming.headers["x-amz-target"] ?? `${incoming.method} ${incoming.url}`);
    const struck = strike({ action: action.replace("AmazonSQS.", "") });
    if (struck === "silence") return;
    if (typeof struck === "object") {
      outgoing.writeHead(struck.status, { "content-type": "application/x-amz-json-1.0" }).end(struck.body);
      return;
    }
    const { method = "GET", url = "/", headers } = incoming;
    const forwarded = send(`${target}${url}`, { method, headers }, (answer) => {
      if (struck === "lose-answer") {
        answer.resume().on("end", () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => incoming.socket.destroy());
    incoming.pipe(forwarded);
  });
}
