/** Why a text is refused: it is no JSON at all, or JSON that a double or PostgreSQL cannot hold as it was sent. */
export type JsonFaultCode = "malformed_body" | "unfaithful_json";

/** A text that Fluxa cannot keep byte for byte in meaning; names the place, never repeats the content. */
export class JsonFault extends Error {
  override readonly name = "JsonFault";
  readonly code: JsonFaultCode;
  /** JSON Pointer (RFC 6901) of the value at fault, or of the closest container that can be named. */
  readonly path: string;

  constructor(code: JsonFaultCode, path: string, message: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}
