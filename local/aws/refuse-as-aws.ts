import { publicationRefusal, type Refusal, refusalOf } from "./message-limits.ts";
import { onServer } from "./on-server.ts";
import { snsMessages, sqsMessages } from "./sent-messages.ts";

/**
 * Makes fauxqs refuse what AWS refuses and it does not. AWS names the entry of a batch at fault; here
 * the whole call fails.
 */
export function refuseAsAws(): void {
  onServer((server) => {
    server.addHook("preHandler", async ({ headers, body }, reply) => {
      const answer = answerTo(String(headers["x-amz-target"] ?? ""), body);
      return answer && reply.status(400).header("content-type", answer.contentType).send(answer.body);
    });
  });
}

/** The refusal of a call in its service's protocol; undefined when there is nothing to refuse. */
function answerTo(sqsTarget: string, body: unknown) {
  if (sqsTarget !== "") {
    const refusal = sqsMessages(sqsTarget, body).map(refusalOf).find(isRefusal);
    return refusal && { contentType: "application/x-amz-json-1.0", body: sqsError(refusal) };
  }
  const messages = snsMessages(body);
  const refusal = messages.map(refusalOf).find(isRefusal) ?? publicationRefusal(messages);
  return refusal && { contentType: "text/xml", body: snsError(refusal) };
}

function isRefusal(refusal: Refusal | undefined): refusal is Refusal {
  return refusal !== undefined;
}

function sqsError({ code, message }: Refusal): string {
  return JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message });
}

function snsError({ code, message }: Refusal): string {
  const text = message.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error></ErrorResponse>`;
}
