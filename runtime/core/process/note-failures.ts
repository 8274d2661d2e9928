import type { Metrics } from "../../ports/metrics.ts";
import { count } from "../count.ts";
import { countOutages } from "../count-outages.ts";
import { type Attempt, type Outage, ofKind } from "./outcome.ts";

/** Counts the messages that go back to the queue, by what has to be done about them. */
export function countFailures(failed: readonly Attempt[], metrics: Metrics): void {
  const unsettled = ofKind(failed, "failed");
  const outages = unsettled.filter(({ outcome }) => outcome.outage !== undefined);
  const errorsOf = (outage: Outage) =>
    outages.filter(({ outcome }) => outcome.outage === outage).map(({ outcome }) => outcome.error);
  count(metrics, "BatchItemFailures", failed.length);
  count(metrics, "MostReceives", Math.max(0, ...failed.map(({ message }) => message.receiveCount)));
  count(metrics, "OutageFailures", outages.length);
  count(metrics, "TransientFailures", unsettled.length - outages.length);
  count(metrics, "DeadLetterFailures", ofKind(failed, "judged").length);
  countOutages(metrics, errorsOf("store"));
  count(metrics, "StorageFailures", errorsOf("payloads").length);
}
