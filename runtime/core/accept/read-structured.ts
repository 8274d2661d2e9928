import { jsonPointer } from "../json/json-pointer.ts";
import { Problem } from "../problem.ts";
import { asObject } from "./as-object.ts";
import { attributesOf, type EventDraft } from "./event-draft.ts";

/** A CloudEvent in the JSON event format 1.0.2; what is not an attribute of the core is an extension. */
export function readStructured(value: unknown): EventDraft {
  const { data, specversion, datacontenttype, data_base64, ...rest } = asObject(value);
  requireVersion(specversion);
  requireJson(datacontenttype, data_base64);
  // A null attribute is an absent one (JSON event format 1.0.2 §2.2).
  const present = Object.entries(rest).filter(([, attribute]) => attribute !== null);
  return {
    attributes: attributesOf(present),
    data,
    locate: ([first = "", ...path]) => jsonPointer(first === "extensions" ? path : [first, ...path]),
  };
}

function requireVersion(specversion: unknown): void {
  if (specversion === "1.0") return;
  const message = 'must be "1.0"; without CloudEvents, send Content-Type: application/json';
  throw new Problem("schema_violation", "The body is not a CloudEvent 1.0.", {
    faults: [{ path: "/specversion", message }],
  });
}

function requireJson(datacontenttype: unknown, base64: unknown): void {
  if (base64 !== undefined && base64 !== null) {
    throw new Problem("schema_violation", "Binary payloads are not accepted.", {
      faults: [{ path: "/data_base64", message: "must be absent; send the payload as JSON in data" }],
    });
  }
  if (datacontenttype === undefined || datacontenttype === null || datacontenttype === "application/json")
    return;
  throw new Problem("schema_violation", "Only JSON payloads are accepted.", {
    faults: [{ path: "/datacontenttype", message: "must be application/json or absent" }],
  });
}
