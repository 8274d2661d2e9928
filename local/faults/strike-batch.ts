import { setTimeout as sleep } from "node:timers/promises";
import type { Delivery, Messages } from "../event-source/poller.ts";
import type { Strike } from "./decisions.ts";

/** Seconds; fauxqs fails on 0. */
const shortestVisibility = 1;
const untilVisibleMs = 1_200;

/** Lets a fault strike a batch that was received. */
export async function strikeBatch(
  { rule, random }: Strike,
  messages: Messages,
  delivery: Delivery,
): Promise<void> {
  switch (rule.action) {
    case "throttle":
      return;
    case "duplicate":
      await Promise.all([delivery.deliver(messages), delivery.deliver(messages)]);
      return;
    case "reorder":
      await sleep(random() * rule.ms);
      return delivery.deliver(shuffled(messages, random));
    case "lapse":
      await delivery.setVisibility(messages, shortestVisibility);
      await sleep(untilVisibleMs);
      return delivery.deliver(messages);
    case "undeleted":
      await delivery.invoke(messages);
      return;
    default:
      return delivery.deliver(messages);
  }
}

function shuffled(messages: Messages, random: () => number): Messages {
  return messages
    .map((message) => ({ message, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ message }) => message);
}
