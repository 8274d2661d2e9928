import { jsonPointer } from "../json/json-pointer.ts";
import { Problem } from "../problem.ts";
import { attributesOf, type EventDraft } from "./event-draft.ts";

type Headers = Readonly<Record<string, string | undefined>>;

const prefix = "ce-";

/** Whether the attributes travel as `ce-*` headers and the body is the payload. */
export function isBinaryMode(headers: Headers): boolean {
  return Object.keys(headers).some((name) => name.startsWith(prefix));
}

/** A CloudEvent in binary content mode (HTTP binding 1.0.2 §3.1); the body is the payload. */
export function readBinary(headers: Headers, data: unknown): EventDraft {
  requireVersion(headers["ce-specversion"]);
  const entries = Object.entries(headers).flatMap(([header, text]) => {
    const isAttribute = header.startsWith(prefix) && header !== "ce-specversion" && text !== undefined;
    return isAttribute ? [[header.slice(prefix.length), decode(header, text)] as const] : [];
  });
  return {
    attributes: attributesOf(entries),
    data,
    locate: ([first = "", ...path]) => {
      if (first === "data") return jsonPointer(path);
      return `header ${prefix}${first === "extensions" ? (path[0] ?? "*") : first}`;
    },
  };
}

function requireVersion(specversion: string | undefined): void {
  if (specversion === "1.0") return;
  throw new Problem("schema_violation", "The request is not a CloudEvent 1.0 in binary mode.", {
    faults: [{ path: "header ce-specversion", message: "must be 1.0 when any ce-* header is sent" }],
  });
}

/** Percent-decoding of header values (HTTP binding 1.0.2 §3.1.3.2), also of a value in double quotes. */
function decode(header: string, text: string): string {
  const unquoted = /^"(.*)"$/.exec(text)?.[1]?.replace(/\\(.)/g, "$1") ?? text;
  try {
    return decodeURIComponent(unquoted);
  } catch {
    throw new Problem("invalid_header", `The header ${header} is not percent-encoded UTF-8.`, {
      faults: [
        { path: `header ${header}`, message: "must be percent-encoded UTF-8; write a percent sign as %25" },
      ],
    });
  }
}
