import type { EventAttributes } from "../contract/cloud-event.ts";

/** An event as the outbox knows it, with its payload when that is small enough to be published. */
export interface PendingNotification {
  readonly eventId: string;
  readonly correlationId: string;
  readonly producer: string;
  readonly receivedAt: string;
  readonly fingerprint: string;
  readonly payloadBytes: number;
  readonly traceparent?: string | undefined;
  readonly event: EventAttributes;
  /** Canonical JSON, absent when it is larger than a notification may carry. */
  readonly canonical?: string | undefined;
}
