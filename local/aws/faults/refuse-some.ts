import * as v from "valibot";
import { type Answer, refusals } from "./refusals.ts";

const Batch = v.looseObject({ Entries: v.array(v.looseObject({ Id: v.string() })) });
const Form = v.record(v.string(), v.string());
const memberId = /^PublishBatchRequestEntries\.member\.\d+\.Id$/;
const code = "InternalError";
const message = "An internal error occurred.";

/** A batch without the entries that are refused, and the services' words for those. */
export interface Remainder {
  /** The request's body as the service is to see it; undefined when nothing is left of it. */
  readonly body: unknown;
  /** The service's answer with the refused entries in it. */
  readonly complete: (answer: string) => string;
}

/** @returns undefined for a call that is no batch. */
export function refuseSome(body: unknown, random: () => number): Remainder | undefined {
  if (v.is(Batch, body)) return refuseSqs(body, random);
  return v.is(Form, body) && body["Action"] === "PublishBatch" ? refuseSns(body, random) : undefined;
}

function refuseSqs(body: v.InferOutput<typeof Batch>, random: () => number): Remainder {
  const refused = choose(
    body.Entries.map(({ Id }) => Id),
    random,
  );
  const left = body.Entries.filter(({ Id }) => !refused.has(Id));
  const failed = [...refused].map((Id) => ({ Id, SenderFault: false, Code: code, Message: message }));
  return {
    body: left.length === 0 ? undefined : { ...body, Entries: left },
    complete: (answer) => {
      const { Successful = [], Failed = [] } = JSON.parse(answer === "" ? "{}" : answer);
      return JSON.stringify({ Successful, Failed: [...Failed, ...failed] });
    },
  };
}

function refuseSns(form: v.InferOutput<typeof Form>, random: () => number): Remainder {
  const ids = Object.keys(form).filter((key) => memberId.test(key));
  const refused = choose(ids, random);
  const prefixes = [...refused].map((key) => key.slice(0, -"Id".length));
  const left = Object.entries(form).filter(([key]) => !prefixes.some((prefix) => key.startsWith(prefix)));
  const failed = [...refused].map(
    (key) =>
      `<member><Id>${form[key]}</Id><Code>${code}</Code><Message>${message}</Message><SenderFault>false</SenderFault></member>`,
  );
  return {
    body: refused.size === ids.length ? undefined : Object.fromEntries(left),
    complete: (answer) =>
      (answer === "" ? emptySnsAnswer : answer).replace("<Failed>", `<Failed>${failed.join("")}`),
  };
}

const emptySnsAnswer =
  '<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult><Successful></Successful><Failed></Failed></PublishBatchResult></PublishBatchResponse>';

/** Each with an even chance, and one in any case. */
function choose(entries: readonly string[], random: () => number): ReadonlySet<string> {
  const chosen = entries.filter(() => random() < 0.5);
  const one = entries[Math.floor(random() * entries.length)];
  return new Set(chosen.length > 0 || one === undefined ? chosen : [one]);
}

/** The answer to a batch of which nothing is left. */
export function allRefused(service: "sqs" | "sns", { complete }: Remainder): Answer {
  return { status: 200, headers: refusals[service].headers, body: complete("") };
}
