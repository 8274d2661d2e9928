import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { StartFailure } from "../start-failure.ts";
import { send } from "./answer.ts";
import {
  type Answered,
  type ApiConfiguration,
  answerRequest,
  correlationOf,
  refuseAnnounced,
} from "./api.ts";
import { GatewayProblem, problemAnswer } from "./gateway-problem.ts";

/** Answers a request, or cuts its connection. */
export type AnswerRequest = (
  api: ApiConfiguration,
  request: IncomingMessage,
) => Promise<Answered | undefined>;

/** The HTTP side of the API; it listens before there is anything behind it, so that the port is its own. */
export class Gateway {
  readonly #server: Server;
  #api: ApiConfiguration | undefined;
  #answerRequest: AnswerRequest = answerRequest;
  #closing = false;

  private constructor(server: Server) {
    this.#server = server;
    server.on("request", (request, response) => this.#answer(request, response));
    server.on("checkContinue", (request, response) => this.#continue(request, response));
    server.on("clientError", refuseUnreadable);
  }

  /** @throws StartFailure when the port is in use or not ours to take. */
  static async listen(port: number): Promise<Gateway> {
    const server = createServer({ keepAliveTimeout: 65_000, maxHeaderSize: 16_384 });
    const gateway = new Gateway(server);
    try {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    } catch (error) {
      throw cannotListen(port, error);
    }
    return gateway;
  }

  get url(): string {
    const { port } = addressOf(this.#server);
    return `http://127.0.0.1:${port}`;
  }

  /** From here on requests are answered; before, they get a 503. */
  serve(api: ApiConfiguration, answer?: AnswerRequest): void {
    this.#api = api;
    if (answer !== undefined) this.#answerRequest = answer;
  }

  /** Takes no new request and resolves when those in flight are answered. */
  async close(): Promise<void> {
    this.#closing = true;
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeIdleConnections();
    await closed;
  }

  /** Cuts what {@link close} waits for. */
  abandon(): void {
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on("error", () => undefined);
    const answered =
      this.#api === undefined ? notReady(request) : await this.#answerRequest(this.#api, request);
    if (answered === undefined) response.destroy();
    else this.#finish(response, answered);
  }

  #continue(request: IncomingMessage, response: ServerResponse): void {
    const refused = refuseAnnounced(request);
    if (refused === undefined) {
      response.writeContinue();
      void this.#answer(request, response);
      return;
    }
    // The body was announced and may or may not follow, so the connection cannot be used again.
    response.shouldKeepAlive = false;
    this.#finish(response, refused);
  }

  #finish(response: ServerResponse, { answer, requestId }: Answered): void {
    if (response.destroyed) return;
    if (this.#closing) response.shouldKeepAlive = false;
    try {
      send(response, answer, requestId);
    } catch {
      // Only an answer with a header that HTTP cannot carry gets here.
      response.destroy();
    }
  }
}

function notReady(request: IncomingMessage): Answered {
  const problem = new GatewayProblem(
    "unavailable",
    "Fluxa is starting. Send the request again in a second.",
    {
      retryAfter: 1,
    },
  );
  return { answer: problemAnswer(problem, correlationOf(request, "starting")), requestId: "starting" };
}

/** What Node's parser cannot read as HTTP, or headers above 16 KiB. */
function refuseUnreadable(error: Error, socket: Socket): void {
  if (!socket.writable) return;
  const tooLong = "code" in error && error.code === "HPE_HEADER_OVERFLOW";
  const problem = new GatewayProblem(
    "invalid_header",
    tooLong
      ? "The headers have more than 16384 bytes. Send fewer or shorter ones."
      : "The request is no HTTP.",
  );
  const { headers, body } = problemAnswer(problem, "unreadable");
  const lines = [...headers, ["content-length", String(body.length)], ["connection", "close"]];
  socket.end(
    `HTTP/1.1 400 Bad Request\r\n${lines.map((line) => line.join(": ")).join("\r\n")}\r\n\r\n${body}`,
  );
}

function cannotListen(port: number, error: unknown): StartFailure {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return new StartFailure(
      `Port ${port} is in use by another program.\nStart Fluxa on another one: npm start -- --port ${port + 1} (or FLUXA_PORT; --port 0 takes a free one).`,
      { cause: error },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StartFailure(
    `Port ${port} cannot be used: ${reason}.\nChoose another one with --port <number>.`,
    { cause: error },
  );
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The gateway does not listen.");
  return address;
}
