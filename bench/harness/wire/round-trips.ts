import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { FrameReader } from "../../../local/postgres/proxy/frames.ts";

/** A way to PostgreSQL on which round trips are counted. */
export interface RoundTrips {
  readonly host: string;
  readonly port: number;
  /** Since the last time. */
  readonly take: () => number;
  /** Bytes in both directions since the last time. */
  readonly takeBytes: () => number;
}

/** Every Query, and every Sync of the extended protocol, makes the client wait for an answer. */
const waits = new Set(["Q", "S"]);

/** Counts on the way to a server; it ends with the stack. */
export async function countRoundTrips(
  { host, port }: { readonly host: string; readonly port: number },
  stack: AsyncDisposableStack,
): Promise<RoundTrips> {
  const sockets = new Set<Socket>();
  let count = 0;
  let bytes = 0;
  const server = createServer((client) => {
    const upstream = connect(port, host);
    const reader = new FrameReader("client");
    client.on("data", (sent) => {
      bytes += sent.length;
      for (const { type } of reader.push(Buffer.from(sent))) count += waits.has(type ?? "") ? 1 : 0;
    });
    upstream.on("data", (answer) => {
      bytes += answer.length;
    });
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // Its end is the pipes' business.
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        client.destroy();
        upstream.destroy();
      });
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  stack.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const take = () => {
    const taken = count;
    count = 0;
    return taken;
  };
  const takeBytes = () => {
    const taken = bytes;
    bytes = 0;
    return taken;
  };
  return {
    host: "127.0.0.1",
    port: typeof address === "object" && address !== null ? address.port : 0,
    take,
    takeBytes,
  };
}
