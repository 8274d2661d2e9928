import { randomUUID } from "node:crypto";

/** The answer to `Publish` or `PublishBatch`, as SNS writes it, for messages that were all taken. */
export function answerTo(form: string): string {
  const requestId = randomUUID();
  if (form.includes("Action=PublishBatch&")) {
    const taken = entryIdsOf(form).map(
      (id) => `<member><Id>${id}</Id><MessageId>${randomUUID()}</MessageId></member>`,
    );
    return xml("PublishBatch", `<Successful>${taken.join("")}</Successful><Failed/>`, requestId);
  }
  return xml("Publish", `<MessageId>${randomUUID()}</MessageId>`, requestId);
}

/** Found by their names, as decoding the whole form would cost more than the rest of the answer. */
function entryIdsOf(form: string): readonly string[] {
  const found = form.matchAll(/&PublishBatchRequestEntries\.member\.\d+\.Id=([^&]*)/g);
  return [...found].map(([, id = ""]) => decodeURIComponent(id));
}

function xml(action: string, result: string, requestId: string): string {
  return `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
}

/** The texts of all messages of a `Publish` or a `PublishBatch`. */
export function messagesOf(form: string): readonly string[] {
  return [...new URLSearchParams(form)].flatMap(([name, value]) =>
    name === "Message" || /^PublishBatchRequestEntries\.member\.\d+\.Message$/.test(name) ? [value] : [],
  );
}
