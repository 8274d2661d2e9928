import * as v from "valibot";
import { Faults } from "../../faults/faults.ts";
import { parseRules } from "../../faults/rule.ts";
import { onServer, type Server } from "../on-server.ts";
import { callerOf, callOf } from "./call.ts";
import { type Notice, Order } from "./messages.ts";
import { SandboxSockets } from "./sandbox-sockets.ts";
import { type After, strikeCall } from "./strike-call.ts";

/** Lets faults strike the calls of sandboxes, by the orders of the process that started this one. */
export function injectFaults(seed: number): void {
  const faults = new Faults(seed, (report) => tell({ kind: "strike", report }));
  const sockets = new SandboxSockets();
  process.on("message", (message) => {
    if (!v.is(Order, message)) return;
    if (message.kind === "silence") return sockets.kill(message.sandbox);
    if (message.kind === "rules") faults.setRules(parseRules(message.rules));
    tell({ kind: "done" });
  });
  onServer((server) => strikeCalls(server, faults, sockets));
}

function tell(notice: Notice): void {
  process.send?.(notice);
}

function strikeCalls(server: Server, faults: Faults, sockets: SandboxSockets): void {
  const afterwards = new WeakMap<object, After>();
  server.addHook("preHandler", async (request, reply) => {
    const sandbox = callerOf(request.headers);
    if (sandbox === undefined) return;
    const { socket } = request.raw;
    if (sockets.isDead(sandbox, socket)) {
      reply.hijack();
      socket.resetAndDestroy();
      return;
    }
    const call = callOf(request, sandbox);
    const strike = call && faults.strike(call.point, call.subject);
    if (call === undefined || strike === undefined) return;
    const after = await strikeCall(strike, call, request, reply, () => tell({ kind: "crash", sandbox }));
    if (after !== undefined) afterwards.set(request, after);
  });
  server.addHook("onSend", async (request, reply, payload) => {
    const after = afterwards.get(request);
    return after === undefined ? payload : after(payload, reply);
  });
}
