import type { Socket } from "node:net";

/** The connections of each sandbox, so that those of a frozen one can be dead when it thaws. */
export class SandboxSockets {
  readonly #alive = new Map<string, Set<Socket>>();
  readonly #dead = new WeakSet<Socket>();

  /** @returns Whether a request came over a connection that is dead. */
  isDead(sandbox: string, socket: Socket): boolean {
    if (this.#dead.has(socket)) return true;
    const sockets = this.#alive.get(sandbox) ?? new Set();
    this.#alive.set(sandbox, sockets);
    if (!sockets.has(socket)) {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    }
    return false;
  }

  kill(sandbox: string): void {
    for (const socket of this.#alive.get(sandbox) ?? []) this.#dead.add(socket);
    this.#alive.delete(sandbox);
  }
}
