import type { ReceivedMessage } from "../../../runtime/ports/received-message.ts";

/** A valid payload; fields can be replaced. */
export function transaction(fields: Readonly<Record<string, unknown>> = {}) {
  return {
    transactionId: "tx-1",
    userId: "user-1",
    amount: 1999,
    currency: "EUR",
    merchant: { id: "m-1", name: "Corner shop", category: "grocery" },
    occurredAt: "2026-11-22T17:48:00Z",
    ...fields,
  };
}

/** A plain event of one transaction. */
export function plainEvent(fields: Readonly<Record<string, unknown>> = {}) {
  return { type: "transaction.authorized", id: "order-1", data: transaction(), ...fields };
}

let messages = 0;

/** A queue message as Lambda delivers it, with an id of its own. */
export function received(
  body: string,
  attributes: Readonly<Record<string, string>> = {},
  receiveCount = 1,
): ReceivedMessage {
  messages += 1;
  const id = `message-${messages}`;
  return { messageId: id, receiptHandle: `handle-${id}`, body, attributes, receiveCount, group: "shop" };
}
