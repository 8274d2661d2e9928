import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { answerRequest, correlationOf } from "../gateway/api.ts";
import type { AnswerRequest } from "../gateway/gateway.ts";
import { GatewayProblem, problemAnswer } from "../gateway/gateway-problem.ts";
import type { Faults } from "./faults.ts";

/** The gateway's answers, with faults. */
export function struckAnswers(faults: Faults): AnswerRequest {
  return async (api, request) => {
    const sent = request.headers["x-correlation-id"];
    const strike = faults.strike("gateway", () => ({
      correlationIds: sent === undefined ? [] : [sent].flat(),
    }));
    switch (strike?.rule.action) {
      case "throttle":
        return turnedAway(request);
      case "cut":
        return undefined;
      case "cut-after":
        await answerRequest(api, request);
        return undefined;
      default:
        return answerRequest(api, request);
    }
  };
}

/** As the usage plan of a producer does that has used it up. */
async function turnedAway(request: IncomingMessage) {
  request.resume();
  const requestId = randomUUID();
  const problem = new GatewayProblem(
    "too_many_requests",
    "The producer's rate or quota is used up. Wait as long as Retry-After says, then go on more slowly.",
    { retryAfter: 1 },
  );
  return { answer: problemAnswer(problem, correlationOf(request, requestId)), requestId };
}
