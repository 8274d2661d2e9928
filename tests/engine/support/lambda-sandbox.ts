import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface SandboxOptions {
  /** The runtime interface client. */
  readonly runtimeInterface: string;
  /** Folder of the bundle. */
  readonly folder: string;
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}

interface Invocation {
  readonly id: string;
  readonly event: string;
  readonly settle: PromiseWithResolvers<string>;
}

/**
 * One function as Lambda runs it: AWS's own runtime interface client in a process of its own, and
 * the Lambda runtime API (version 2018-06-01) that it asks for events.
 */
export class LambdaSandbox implements AsyncDisposable {
  readonly #options: SandboxOptions;
  readonly #waiting: Invocation[] = [];
  readonly #running = new Map<string, Invocation>();
  readonly #server: Server;
  #process: ChildProcess | undefined;
  #asking: ServerResponse | undefined;
  #printed = "";

  private constructor(options: SandboxOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  static async start(options: SandboxOptions): Promise<LambdaSandbox> {
    const sandbox = new LambdaSandbox(options);
    sandbox.#server.listen(0, "127.0.0.1");
    await once(sandbox.#server, "listening");
    sandbox.#spawn();
    return sandbox;
  }

  /**
   * What the handler returns.
   * @throws Error with the function's own error and everything that it printed.
   */
  async invoke(event: unknown): Promise<unknown> {
    const settle = Promise.withResolvers<string>();
    const late = setTimeout(
      () => settle.reject(new Error("it did not answer in time")),
      this.#options.timeoutSeconds * 1_000,
    );
    this.#waiting.push({ id: randomUUID(), event: JSON.stringify(event), settle });
    this.#handOut();
    try {
      return JSON.parse(await settle.promise);
    } catch (cause) {
      throw new Error(`The function ${this.#options.name} failed: ${cause}\n${this.#printed}`, { cause });
    } finally {
      clearTimeout(late);
    }
  }

  #spawn(): void {
    const { runtimeInterface, folder, name, environment } = this.#options;
    const { port } = this.#server.address() as AddressInfo;
    const child = spawn(process.execPath, [runtimeInterface, "index.handler"], {
      cwd: folder,
      env: {
        ...environment,
        PATH: process.env["PATH"],
        AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_VERSION: "1",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
        AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
        AWS_LAMBDA_LOG_STREAM_NAME: "stream",
        AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
        LAMBDA_TASK_ROOT: folder,
        _HANDLER: "index.handler",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (bytes: Buffer) => {
        this.#printed += bytes.toString();
      });
    }
    child.once("exit", (code) => this.#fail(`its process ended with ${code}`));
    this.#process = child;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, id, what] =
      /^\/2018-06-01\/runtime\/(?:invocation\/)?([\w-]+)(?:\/(\w+))?$/.exec(request.url ?? "") ?? [];
    if (id === "next") {
      this.#asking = response;
      this.#handOut();
      return;
    }
    const body = await text(request);
    if (id === "init") this.#fail(`it could not start: ${body}`);
    const invocation = this.#running.get(id ?? "");
    this.#running.delete(id ?? "");
    if (what === "response") invocation?.settle.resolve(body);
    else invocation?.settle.reject(new Error(body));
    response.writeHead(202).end();
  }

  /** Gives the oldest event to the process once it asks. */
  #handOut(): void {
    const asking = this.#asking;
    const next = asking === undefined ? undefined : this.#waiting.shift();
    if (asking === undefined || next === undefined) return;
    this.#asking = undefined;
    this.#running.set(next.id, next);
    asking
      .writeHead(200, {
        "Content-Type": "application/json",
        "Lambda-Runtime-Aws-Request-Id": next.id,
        "Lambda-Runtime-Deadline-Ms": String(Date.now() + this.#options.timeoutSeconds * 1_000),
        "Lambda-Runtime-Invoked-Function-Arn": `arn:aws:lambda:us-east-1:123456789012:function:${this.#options.name}`,
      })
      .end(next.event);
  }

  #fail(reason: string): void {
    for (const { settle } of [...this.#waiting, ...this.#running.values()]) settle.reject(new Error(reason));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#process;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
