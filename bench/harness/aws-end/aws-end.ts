import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { names } from "../../../local/aws/names.ts";

/** SNS and S3 as the functions under measurement find them. */
export interface AwsEnd {
  /** Endpoint of both. */
  readonly endpoint: string;
  /** Keeps an object in the payload bucket. */
  readonly put: (key: string, body: string) => Promise<void>;
  /** The event id of each notification since the last time, as often as it came. */
  readonly takeAnnounced: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

const program = fileURLToPath(new URL("aws-end-process.ts", import.meta.url));
const Ready = v.object({ port: v.number() });
const Announced = v.object({ eventIds: v.array(v.string()) });

/** Starts SNS and S3 in a process of their own. */
export async function startAwsEnd(): Promise<AwsEnd> {
  const child = fork(program, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const { port } = v.parse(Ready, await nextMessage(child));
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    endpoint,
    put: async (key, body) => {
      const { ok } = await fetch(`${endpoint}/${names.bucket}/${key}`, { method: "PUT", body });
      if (!ok) throw new Error(`The object ${key} was not kept.`);
    },
    takeAnnounced: async () => {
      child.send("take");
      return v.parse(Announced, await nextMessage(child)).eventIds;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      child.disconnect();
      await exit;
    },
  };
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const exit = once(child, "exit", { signal: ended.signal }).then(([code, signal]) => {
    throw new Error(`SNS and S3 ended (${signal ?? `exit code ${code}`}).`);
  });
  try {
    const [message] = await Promise.race([once(child, "message", { signal: ended.signal }), exit]);
    return message;
  } finally {
    exit.catch(() => undefined);
    ended.abort();
  }
}
