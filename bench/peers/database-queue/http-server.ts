import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import * as v from "valibot";
import { Event } from "./event.ts";

interface Api {
  readonly apiKey: string;
  /** Resolves once they are queued. */
  readonly add: (events: readonly Event[]) => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Takes one event, or an array of them. @returns The port. */
export async function serve(api: Api, stack: AsyncDisposableStack): Promise<number> {
  const server = createServer({ keepAliveTimeout: 65_000 }, async (request, response) => {
    const { status, body } = await answer(request, api);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  stack.defer(async () => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

async function answer(request: IncomingMessage, { apiKey, add }: Api): Promise<Answer> {
  try {
    const body = await textOf(request);
    if (request.headers["x-api-key"] !== apiKey) return { status: 403, body: { title: "Forbidden" } };
    const schema =
      request.url === "/v1/events/batch"
        ? v.array(Event)
        : v.pipe(
            Event,
            v.transform((e) => [e]),
          );
    const parsed = v.safeParse(schema, JSON.parse(body));
    if (!parsed.success) return { status: 422, body: v.flatten(parsed.issues) };
    await add(parsed.output);
    return { status: 202, body: { status: "accepted" } };
  } catch (error) {
    return { status: error instanceof SyntaxError ? 400 : 503, body: { title: String(error) } };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
