import * as v from "valibot";
import { ingestRequest } from "../../harness/ingest-request.ts";
import { apiKeyId } from "../../harness/scene.ts";
import type { MeteredFunction } from "./metered-function.ts";
import type { Scenario } from "./scenarios.ts";

const Answer = v.object({ statusCode: v.number(), body: v.string() });
const Accepted = v.object({ eventId: v.string() });
const AllAccepted = v.object({ results: v.array(v.object({ eventId: v.string() })) });

/** Posts so many events as the scenario does. @throws Error when one of them is not taken. */
export async function postEvents(
  ingest: MeteredFunction,
  { perPost, make }: Scenario,
  count: number,
  run: string,
  signal: AbortSignal,
) {
  const eventIds: string[] = [];
  let answerBytes = 0;
  for (let next = 0; next < count; next += perPost ?? 1) {
    signal.throwIfAborted();
    const events = Array.from({ length: perPost ?? 1 }, (_, index) => make(next + index, run));
    const request =
      perPost === undefined
        ? ingestRequest("/v1/events", JSON.stringify(events[0]), apiKeyId)
        : ingestRequest("/v1/events/batch", JSON.stringify(events), apiKeyId);
    const payload = await ingest.invoke(request);
    const { statusCode, body } = v.parse(Answer, JSON.parse(payload));
    if (statusCode !== 202) throw new Error(`The request was answered with ${statusCode}: ${body}`);
    // With its headers, which the payload holds too.
    answerBytes += Buffer.byteLength(payload);
    eventIds.push(...idsOf(JSON.parse(body), perPost !== undefined));
  }
  return { eventIds, answerBytes };
}

function idsOf(answer: unknown, isBatch: boolean): readonly string[] {
  if (!isBatch) return [v.parse(Accepted, answer).eventId];
  return v.parse(AllAccepted, answer).results.map(({ eventId }) => eventId);
}
