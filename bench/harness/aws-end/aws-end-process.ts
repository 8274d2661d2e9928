// The thinnest SNS topic and S3 bucket that answer correctly, in a process of their own that is
// started by aws-end.ts and lives as long as it: what they hear is kept and counted after the round.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import * as v from "valibot";
import { answerTo, messagesOf } from "./publications.ts";

const Announced = v.object({ eventid: v.string() });

const objects = new Map<string, Buffer>();
let forms: Buffer[] = [];

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);
process.on("disconnect", () => process.exit(0));
process.on("message", (message) => {
  if (message === "take") process.send?.({ eventIds: takeAnnounced() });
});

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => answer(request, Buffer.concat(chunks), response));
});
// Clients keep their connections longer than a round.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address !== null ? address.port : 0 });
});

function answer(
  { method, url = "", headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const path = url.split("?")[0] ?? "";
  if (method === "POST" && path === "/") publish(body, response);
  else if (method === "PUT") store(path, body, response);
  else if (method === "GET") read(path, headers["x-amz-checksum-mode"] === "ENABLED", response);
  else response.writeHead(501).end();
}

function publish(body: Buffer, response: ServerResponse): void {
  forms.push(body);
  response.writeHead(200, { "content-type": "text/xml" }).end(answerTo(body.toString("latin1")));
}

function store(path: string, body: Buffer, response: ServerResponse): void {
  objects.set(path, body);
  response.writeHead(200).end();
}

/** With its checksum when the client asks for it, as S3 does for what ingest has put. */
function read(path: string, withChecksum: boolean, response: ServerResponse): void {
  const object = objects.get(path);
  if (object === undefined) return void response.writeHead(404).end();
  const checksum = withChecksum && {
    "x-amz-checksum-sha256": createHash("sha256").update(object).digest("base64"),
    "x-amz-checksum-type": "FULL_OBJECT",
  };
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": object.length,
    ...checksum,
  });
  response.end(object);
}

/** The event id of every notification since the last time, as often as it came. */
function takeAnnounced(): readonly string[] {
  const taken = forms;
  forms = [];
  return taken
    .flatMap((form) => messagesOf(form.toString("latin1")))
    .map((message) => v.parse(Announced, JSON.parse(message)).eventid);
}
