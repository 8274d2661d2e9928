import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A way to a server that can fall silent, as a host does that vanishes from the network. */
export interface TcpProxy {
  /** Where it listens; the server's own host may be another one. */
  readonly host: string;
  readonly port: number;
  /** How many connections were made so far, whether the server then took them or not. */
  readonly connections: () => number;
  /** From now on nothing comes through the connections that are open; new ones work. */
  silence(): void;
  /** From now on what the server says on the connections that are open is lost; it is still asked. */
  loseAnswers(): void;
  close(): Promise<void>;
}

const loopback = "127.0.0.1";

export async function startProxy(host: string, port: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let connections = 0;
  const server = createServer((near) => {
    connections += 1;
    const far = connect(port, host);
    const pair = [near, far] as const;
    pairs.add(pair);
    near.on("error", () => far.destroy()).pipe(far);
    far.on("error", () => near.destroy()).pipe(near);
    near.on("close", () => pairs.delete(pair));
  });
  server.listen(0, loopback);
  await once(server, "listening");
  const address = server.address();
  return {
    host: loopback,
    port: typeof address === "object" && address !== null ? address.port : 0,
    connections: () => connections,
    loseAnswers: () => {
      for (const [near, far] of pairs) far.unpipe(near).resume();
    },
    silence: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far).pause();
        far.unpipe(near).pause();
      }
    },
    close: async () => {
      for (const socket of [...pairs].flat()) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
