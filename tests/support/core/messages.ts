import { acceptEvent } from "../../../runtime/core/accept/accept-event.ts";
import type { ReceivedMessage } from "../../../runtime/ports/received-message.ts";
import { deadline } from "./accept.ts";
import { plainEvent, received, transaction } from "./events.ts";
import { acceptPorts, type Journal } from "./ports.ts";

interface Options {
  /** Sends every payload through S3. */
  readonly offload?: boolean;
  readonly receiveCount?: number;
}

/** Messages as ingest makes them, one per id, each under the correlation id `corr-<id>`. */
export async function messagesOf(
  ids: readonly string[],
  to: Journal,
  { offload = false, receiveCount = 1 }: Options = {},
): Promise<ReceivedMessage[]> {
  const ports = acceptPorts(to, offload ? { inlineLimitBytes: 0 } : {});
  for (const id of ids) {
    const body = JSON.stringify(plainEvent({ id, data: transaction({ transactionId: id }) }));
    const producer = { name: "shop", reader: false };
    await acceptEvent(
      {
        producer,
        headers: { "content-type": "application/json" },
        body,
        correlationId: `corr-${id}`,
        deadline,
      },
      ports,
    );
  }
  return to.sent.splice(0).map(({ body, attributes }) => received(body, attributes, receiveCount));
}
