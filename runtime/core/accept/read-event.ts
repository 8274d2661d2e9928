import { JsonFault } from "../json/json-fault.ts";
import { parseJson } from "../json/parse-json.ts";
import type { EventDraft } from "./event-draft.ts";
import { problemOfJson } from "./json-problem.ts";
import { mediaTypeOf } from "./media-type.ts";
import { isBinaryMode, readBinary } from "./read-binary.ts";
import { readPlain } from "./read-plain.ts";
import { readStructured } from "./read-structured.ts";
import type { AcceptRequest } from "./request.ts";

const accepted = ["application/json", "application/cloudevents+json"];

/**
 * Reads the event of a request in any of the three formats (CloudEvents HTTP binding 1.0.2 §3).
 * @throws Problem unsupported_media_type, malformed_body, unfaithful_json or schema_violation.
 */
export function readEvent({ headers, body }: AcceptRequest): EventDraft {
  const mediaType = mediaTypeOf(headers, accepted);
  const value = readJson(body);
  if (mediaType === "application/cloudevents+json") return readStructured(value);
  return isBinaryMode(headers) ? readBinary(headers, value) : readPlain(value);
}

function readJson(body: string): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    if (error instanceof JsonFault) throw problemOfJson(error);
    throw error;
  }
}
