import { limits } from "../../contract/limits.ts";
import { checkItems } from "../json/check-json.ts";
import { JsonFault } from "../json/json-fault.ts";
import { parseJson } from "../json/parse-json.ts";
import { Problem } from "../problem.ts";
import type { EventDraft } from "./event-draft.ts";
import { problemOfJson } from "./json-problem.ts";
import { mediaTypeOf } from "./media-type.ts";
import { isBinaryMode } from "./read-binary.ts";
import { readPlain } from "./read-plain.ts";
import { readStructured } from "./read-structured.ts";
import type { AcceptRequest } from "./request.ts";

const structuredBatch = "application/cloudevents-batch+json";
const accepted = [structuredBatch, "application/json"];

/** Reads one item of a batch. @throws Problem when it cannot be read. */
export type ReadItem = () => EventDraft;

/**
 * The items of a batch, each still to be read: CloudEvents in the JSON batch format 1.0.2 (§4), or a
 * list of plain events and CloudEvents, told apart by `specversion`.
 * @throws Problem when the request as a whole is at fault.
 */
export function readBatch({ headers, body }: AcceptRequest): readonly ReadItem[] {
  const mediaType = mediaTypeOf(headers, accepted);
  refuseBinaryMode(headers);
  const read = mediaType === structuredBatch ? readStructured : readPlainOrStructured;
  return bounded(itemsOf(body)).map((value) => () => read(value()));
}

type Value = () => unknown;

/** Parses all at once; item by item only when something in one of them cannot be kept. */
function itemsOf(body: string): readonly Value[] {
  try {
    return asList(parseJson(body)).map((value) => () => value);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    if (error.code === "malformed_body") throw problemOfJson(error);
    return checkedItems(body);
  }
}

function checkedItems(body: string): readonly Value[] {
  try {
    return checkItems(body, limits.batchEvents).map(({ text, fault }) => () => {
      if (fault === undefined) return parseJson(text);
      const { path, message } = fault;
      throw new Problem(fault.code, "The event's JSON cannot be kept as it was sent; see errors.", {
        faults: [{ path: withoutIndex(path), message }],
      });
    });
  } catch (error) {
    if (error instanceof JsonFault) throw problemOfJson(error);
    throw error;
  }
}

/** Paths within an item get its index later, all alike. */
function withoutIndex(path: string): string {
  return path.replace(/^\/\d+/, "");
}

function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Problem(
    "schema_violation",
    "The body must be a JSON array of events; POST one event to /v1/events.",
    {
      faults: [{ path: "", message: "must be an array" }],
    },
  );
}

function bounded(items: readonly Value[]): readonly Value[] {
  if (items.length > limits.batchEvents) {
    throw new Problem(
      "batch_too_large",
      `The batch has more than ${limits.batchEvents} events. Send them in several batches; nothing of this one was taken.`,
    );
  }
  if (items.length > 0) return items;
  throw new Problem("schema_violation", "The batch is empty.", {
    faults: [{ path: "", message: "must hold at least one event" }],
  });
}

function readPlainOrStructured(value: unknown): EventDraft {
  const isCloudEvent = typeof value === "object" && value !== null && Object.hasOwn(value, "specversion");
  return isCloudEvent ? readStructured(value) : readPlain(value);
}

/** Attributes in headers belong to one event, and to ignore them would lose what was sent. */
function refuseBinaryMode(headers: AcceptRequest["headers"]): void {
  if (!isBinaryMode(headers)) return;
  throw new Problem(
    "invalid_header",
    "A batch takes no ce-* headers: its events hold their own attributes.",
    {
      faults: [{ path: "header ce-*", message: "must be absent" }],
    },
  );
}
