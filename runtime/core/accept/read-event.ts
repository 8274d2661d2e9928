import { MIMEType } from "node:util";
import { JsonFault } from "../json/json-fault.ts";
import { parseJson } from "../json/parse-json.ts";
import { Problem } from "../problem.ts";
import type { EventDraft } from "./event-draft.ts";
import { isBinaryMode, readBinary } from "./read-binary.ts";
import { readPlain } from "./read-plain.ts";
import { readStructured } from "./read-structured.ts";
import type { AcceptRequest } from "./request.ts";

/**
 * Reads the event of a request in any of the three formats (CloudEvents HTTP binding 1.0.2 §3).
 * @throws Problem unsupported_media_type, malformed_body, unfaithful_json or schema_violation.
 */
export function readEvent({ headers, body }: AcceptRequest): EventDraft {
  const mediaType = mediaTypeOf(headers["content-type"]);
  const value = readJson(body);
  if (mediaType === "application/cloudevents+json") return readStructured(value);
  return isBinaryMode(headers) ? readBinary(headers, value) : readPlain(value);
}

const accepted = ["application/json", "application/cloudevents+json"];

function mediaTypeOf(header: string | undefined): string {
  const advice = `Send Content-Type: ${accepted.join(" or ")}, in UTF-8.`;
  if (header === undefined)
    throw new Problem("unsupported_media_type", `There is no Content-Type. ${advice}`);
  const type = parseMediaType(header);
  if (type === undefined || !accepted.includes(type.essence)) {
    throw new Problem(
      "unsupported_media_type",
      `Content-Type ${JSON.stringify(header)} is not supported here. ${advice}`,
    );
  }
  if ((type.params.get("charset") ?? "utf-8").toLowerCase() !== "utf-8") {
    throw new Problem("unsupported_media_type", `JSON is always UTF-8 (RFC 8259). ${advice}`);
  }
  return type.essence;
}

function parseMediaType(header: string): MIMEType | undefined {
  try {
    return new MIMEType(header);
  } catch {
    return undefined;
  }
}

function readJson(body: string): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const subject = error.code === "malformed_body" ? "The body" : `The JSON at ${error.path || "the top"}`;
    throw new Problem(error.code, `${subject} ${error.message}.`, {
      faults: [{ path: error.path, message: error.message }],
    });
  }
}
