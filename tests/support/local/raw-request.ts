import { request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import type { Instance } from "./instance.ts";

interface RawReply {
  readonly status: number;
  readonly contentType: string;
  readonly correlationId: string;
  readonly body: string;
}

interface RawCall {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A request as it stands: no path is tidied up and no header left out, as `fetch` does. */
export function rawRequest(
  { apiUrl }: Pick<Instance, "apiUrl">,
  { method = "POST", path = "/v1/events", headers = {}, body = "" }: RawCall,
): Promise<RawReply> {
  const { hostname, port } = new URL(apiUrl);
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const message = request({
      hostname,
      port,
      method,
      path,
      headers: { "x-api-key": "local-dev-key", ...headers, "content-length": String(bytes.length) },
    });
    message.on("error", reject);
    message.on("response", async (response) => {
      resolve({
        status: response.statusCode ?? 0,
        contentType: response.headers["content-type"] ?? "",
        correlationId: String(response.headers["x-correlation-id"] ?? ""),
        body: await text(response),
      });
    });
    message.end(bytes);
  });
}

/** Sends bytes that may be no HTTP at all; what comes back until the server closes or answers. */
export function rawBytes({ apiUrl }: Pick<Instance, "apiUrl">, bytes: string): Promise<string> {
  const { hostname, port } = new URL(apiUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes, "latin1"));
    let answer = "";
    socket.setEncoding("latin1").on("data", (chunk) => {
      answer += chunk;
      socket.end();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}
