import { subscribe } from "node:diagnostics_channel";
import type { buildApp } from "fauxqs";

/** The web server of fauxqs. */
export type Server = ReturnType<typeof buildApp>;

/** Hears of every server of fauxqs when it is made, through the channel on which its web framework announces it. */
export function onServer(hear: (server: Server) => void): void {
  subscribe("fastify.initialization", (message) => {
    if (isAnnouncement(message)) hear(message.fastify);
  });
}

function isAnnouncement(message: unknown): message is { readonly fastify: Server } {
  return typeof message === "object" && message !== null && "fastify" in message;
}
