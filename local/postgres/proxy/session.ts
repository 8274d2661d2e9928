import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Mode, ProxyFault, ProxyFaults } from "./faults.ts";
import { type Frame, FrameReader } from "./frames.ts";
import { readStartup, tooManyClients } from "./startup.ts";
import { StatementReader } from "./statements.ts";

interface Server {
  readonly host: string;
  readonly port: number;
  /** Asked once for each connection. */
  mode(): Mode;
}

const tooMany: ProxyFault = { action: "refuse", ms: 0 };

/** One client's connection through the proxy. */
export class Session {
  readonly #near: Socket;
  readonly #server: Server;
  readonly #faults: ProxyFaults;
  readonly #statements = new StatementReader();
  #far: Socket | undefined;
  #isSilent = false;
  /** What is done instead of handing the server's next answer on. */
  #insteadOfAnswer: (() => void) | undefined;
  client = "";

  constructor(near: Socket, server: Server, faults: ProxyFaults) {
    this.#near = near;
    this.#server = server;
    this.#faults = faults;
    near.on("error", () => undefined);
    near.on("close", () => this.#far?.destroy());
    void this.#pump().catch(() => this.cut());
  }

  /** From now on nothing comes through, and nobody is told. */
  silence(): void {
    this.#isSilent = true;
  }

  cut(): void {
    this.#near.destroy();
    this.#far?.destroy();
  }

  async #pump(): Promise<void> {
    const reader = new FrameReader("client");
    for await (const chunk of this.#near) {
      for (const frame of reader.push(chunk)) {
        if (!this.#isSilent) await this.#forward(frame);
      }
    }
  }

  async #forward(frame: Frame): Promise<void> {
    if (frame.type === undefined) return this.#start(frame.bytes);
    const statement = this.#statements.read(frame);
    const fault = statement && this.#faults.onStatement(this.client, statement);
    if (fault !== undefined) await this.#strike(fault);
    if (!this.#isSilent) await this.#send(frame.bytes);
  }

  async #start(message: Buffer): Promise<void> {
    const mode = this.#server.mode();
    const { client, bytes } = readStartup(message, mode === "read-only");
    this.client = client;
    const fault = mode === "full" ? tooMany : this.#faults.onConnect(client);
    if (fault?.action === "refuse") this.#near.end(tooManyClients());
    else if (fault !== undefined) await this.#strike(fault);
    if (this.#isSilent || !this.#near.writable) return;
    const far = connect(this.#server.port, this.#server.host);
    this.#far = far;
    far.on("error", () => this.cut());
    far.on("close", () => this.#isSilent || this.#near.end());
    const reader = new FrameReader("server");
    far.on("data", (chunk: Buffer) => this.#answer(chunk, reader));
    await this.#send(bytes);
  }

  /** Does what comes before the statement, and prepares what comes after it. */
  async #strike({ action, ms }: ProxyFault): Promise<void> {
    const crash = () => this.#faults.crash(this.client);
    switch (action) {
      case "slow":
        await sleep(ms);
        return;
      case "cut":
        this.cut();
        return;
      case "silent":
      case "crash":
        this.silence();
        if (action === "crash") crash();
        return;
      case "cut-after":
        this.#insteadOfAnswer = () => this.cut();
        return;
      case "silent-after":
        this.#insteadOfAnswer = () => this.silence();
        return;
      case "crash-after":
        this.#insteadOfAnswer = crash;
        return;
    }
  }

  /** The server is ready again once a statement has taken effect: that is when its answer is lost. */
  #answer(chunk: Buffer, reader: FrameReader): void {
    for (const { type } of reader.push(chunk)) {
      if (type !== "Z" || this.#insteadOfAnswer === undefined) continue;
      this.silence();
      this.#insteadOfAnswer();
    }
    if (!this.#isSilent && this.#insteadOfAnswer === undefined) this.#near.write(chunk);
  }

  async #send(bytes: Buffer): Promise<void> {
    const far = this.#far;
    if (far === undefined || far.destroyed || far.write(bytes)) return;
    await Promise.race([once(far, "drain"), once(far, "close")]);
  }
}
