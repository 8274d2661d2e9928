import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { type AwsRequest, awsRequest, type Service } from "./aws-request.ts";

/** A way to SQS, SNS and S3 on which calls are counted. */
export interface AwsCalls {
  readonly endpoint: string;
  /** Of each service since the last time; a retry counts. */
  readonly take: () => Readonly<Record<Service, number>>;
  /** Everything that was asked since the last time, in the order in which requests ended. */
  readonly takeRequests: () => readonly AwsRequest[];
}

const none: Readonly<Record<Service, number>> = { sqs: 0, sns: 0, s3: 0 };

/** Counts on the way to an endpoint of all three; it ends with the stack. */
export async function countAwsCalls(target: string, stack: AsyncDisposableStack): Promise<AwsCalls> {
  let counts = none;
  let requests: AwsRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const service = serviceOf(incoming);
    counts = { ...counts, [service]: counts[service] + 1 };
    readWhole(incoming, (body) => requests.push(awsRequest(service, incoming, body)));
    const { method = "GET", url = "/", headers } = incoming;
    const forwarded = request(`${target}${url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => incoming.socket.destroy());
    incoming.pipe(forwarded);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  stack.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const take = () => {
    const taken = counts;
    counts = none;
    return taken;
  };
  const takeRequests = () => {
    const taken = requests;
    requests = [];
    return taken;
  };
  return { endpoint: `http://127.0.0.1:${port}`, take, takeRequests };
}

/** Beside the pipe, which hands the same bytes on. */
function readWhole(incoming: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => done(Buffer.concat(chunks)));
}

/** By what each of them speaks: SQS JSON, SNS forms, S3 objects. */
function serviceOf({ headers, url = "/" }: IncomingMessage): Service {
  if (String(headers["x-amz-target"] ?? "").startsWith("AmazonSQS.")) return "sqs";
  return url === "/" ? "sns" : "s3";
}
