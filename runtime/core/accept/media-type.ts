import { MIMEType } from "node:util";
import { Problem } from "../problem.ts";

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * The media type of a request's body, one of those that are accepted.
 * @throws Problem unsupported_media_type, also for a body that is compressed: what it unfolds to has no bound.
 */
export function mediaTypeOf(headers: Headers, accepted: readonly string[]): string {
  const advice = `Send Content-Type: ${accepted.join(" or ")}, in UTF-8.`;
  requireNoEncoding(headers["content-encoding"]);
  const header = headers["content-type"];
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

function requireNoEncoding(encoding: string | undefined): void {
  if (encoding === undefined || /^\s*(?:identity)?\s*$/i.test(encoding)) return;
  throw new Problem(
    "unsupported_media_type",
    "Compressed bodies are not accepted. Send the body as it is, without Content-Encoding.",
  );
}

function parseMediaType(header: string): MIMEType | undefined {
  try {
    return new MIMEType(header);
  } catch {
    return undefined;
  }
}
