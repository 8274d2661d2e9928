import { sqsClient } from "../aws/clients.ts";
import { expireObjects } from "../aws/expire-objects.ts";
import { names, queueArn, queueUrl, region } from "../aws/names.ts";
import type { Backend } from "../backend.ts";
import { type EventSource, Poller } from "../event-source/poller.ts";
import type { Invocable } from "../lambda/function.ts";
import { Schedule } from "../schedule.ts";
import type { Activity } from "../terminal/activity.ts";
import type { Functions } from "./functions.ts";
import type { Timing } from "./timing.ts";

const upkeepEveryMs = 60 * 60 * 1_000;

/** Stands for the lifecycle rule of the payload bucket; S3 keeps it without any function. */
function expiry(endpoint: string, activity: Activity): Invocable {
  return {
    name: "expiry",
    async invoke() {
      const deleted = await expireObjects(endpoint).catch((error: unknown) => {
        activity.note(`old payloads cannot be deleted: ${error}`);
        return 0;
      });
      return { ok: true, payload: String(deleted) };
    },
  };
}

/** What invokes functions by itself: the queue and the schedules. */
export function startTriggers(
  { endpoint }: Backend,
  functions: Functions,
  activity: Activity,
  { processConcurrency, relayEveryMs }: Timing,
  disturb?: EventSource["disturb"],
): { stop(): Promise<void> } {
  const client = sqsClient(endpoint);
  const poller = new Poller({
    client,
    queueUrl: queueUrl(endpoint, names.queue),
    queueArn: queueArn(names.queue),
    region,
    target: functions.process,
    maximumConcurrency: processConcurrency,
    ...(disturb !== undefined && { disturb }),
    onFault: (reason) => activity.note(`the queue cannot be read: ${reason}`),
  });
  const schedules = [
    new Schedule(functions.relay, relayEveryMs),
    new Schedule(functions.upkeep, upkeepEveryMs),
    new Schedule(expiry(endpoint, activity), upkeepEveryMs),
  ];
  return {
    async stop() {
      await Promise.all([poller.stop(), ...schedules.map((schedule) => schedule.stop())]);
      client.destroy();
    },
  };
}
