import { once } from "node:events";
import { createServer, type Server } from "node:net";
import type { Mode, ProxyFaults } from "./faults.ts";
import { Session } from "./session.ts";

const loopback = "127.0.0.1";

interface Target {
  readonly host: string;
  readonly port: number;
}

/** A way to PostgreSQL on which faults strike. */
export class DatabaseProxy {
  readonly host = loopback;
  readonly port: number;
  readonly #server: Server;
  readonly #sessions = new Set<Session>();
  #mode: Mode = "normal";

  private constructor(server: Server, target: Target, faults: ProxyFaults) {
    const address = server.address();
    this.#server = server;
    this.port = typeof address === "object" && address !== null ? address.port : 0;
    server.on("connection", (socket) => {
      const session = new Session(socket, { ...target, mode: () => this.#mode }, faults);
      this.#sessions.add(session);
      socket.on("close", () => this.#sessions.delete(session));
    });
  }

  /** @param target The server; it may come and go. */
  static async start(target: Target, faults: ProxyFaults): Promise<DatabaseProxy> {
    const server = createServer();
    server.listen(0, loopback);
    await once(server, "listening");
    return new DatabaseProxy(server, target, faults);
  }

  /** The connections that a client has now are dead, and it is not told; new ones work. */
  silence(client: string): void {
    for (const session of this.#sessions) {
      if (session.client === client) session.silence();
    }
  }

  /** Cuts all connections; what connects from now on meets this. */
  enter(mode: Mode): void {
    this.#mode = mode;
    this.#cut();
  }

  #cut(): void {
    for (const session of this.#sessions) session.cut();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#cut();
    await closed;
  }
}
