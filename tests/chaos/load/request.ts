import type { SentEvent } from "../oracle/content.ts";
import type { PlannedRequest } from "./plan.ts";

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

/** Batches and what has extensions as CloudEvents, the others in the plain form. */
export function wireRequest({ batch, events }: PlannedRequest): WireRequest {
  const [first] = events;
  if (batch || first === undefined) {
    const body = JSON.stringify(events.map(cloudEvent));
    return { path: "/v1/events/batch", contentType: "application/cloudevents-batch+json", body };
  }
  const structured = first.extensions !== undefined;
  return {
    path: "/v1/events",
    contentType: structured ? "application/cloudevents+json" : "application/json",
    body: JSON.stringify(structured ? cloudEvent(first) : first),
  };
}

function cloudEvent({ extensions, ...event }: SentEvent) {
  return { specversion: "1.0", ...event, ...extensions };
}
