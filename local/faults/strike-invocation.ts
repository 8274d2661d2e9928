import { exited, type InvocationResult, throttled, type Victim } from "../lambda/function.ts";
import type { Rule } from "./rule.ts";

/** Lets a fault strike an invocation. */
export async function strikeInvocation(
  { action, ms }: Rule,
  sandbox: Victim,
  invoke: () => Promise<InvocationResult>,
  freeze: (sandbox: Victim, ms: number) => Promise<void>,
): Promise<InvocationResult> {
  switch (action) {
    case "throttle":
      return { ok: false, errorType: throttled, errorMessage: "Rate Exceeded." };
    case "crash":
      sandbox.crash();
      return invoke();
    case "crash-after":
      await invoke();
      sandbox.crash();
      return {
        ok: false,
        errorType: exited,
        errorMessage: "Error: Runtime exited with error: signal: killed",
      };
    case "freeze":
      await freeze(sandbox, ms);
      return invoke();
    case "jump":
      sandbox.jumpClock(ms);
      return invoke();
    default:
      return invoke();
  }
}
