import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";

/** An event as a producer writes it; `data` is the payload. */
export interface SentEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time?: string;
  readonly extensions?: Readonly<Record<string, string | number | boolean>>;
  readonly data: { readonly userId: string; readonly [name: string]: unknown };
}

/** What must be found again of an event, wherever it went; a payload is known by its hash and length. */
export interface Content {
  readonly source: string;
  readonly sourceId: string;
  readonly type: string;
  readonly subject: string | null;
  readonly time: string | null;
  /** Canonical JSON. */
  readonly extensions: string | null;
  readonly userId: string;
  readonly fingerprint: string;
  readonly payloadBytes: number;
}

export function contentOf({ id, source, type, subject, time, extensions, data }: SentEvent): Content {
  return {
    source,
    sourceId: id,
    type,
    subject: subject ?? null,
    time: time ?? null,
    extensions: extensions === undefined ? null : canonicalJson(extensions),
    userId: data.userId,
    ...hashOf(data),
  };
}

/** SHA-256 and UTF-8 length of a payload's canonical form. */
export function hashOf(data: unknown): Pick<Content, "fingerprint" | "payloadBytes"> {
  const bytes = Buffer.from(canonicalJson(data), "utf8");
  return { fingerprint: createHash("sha256").update(bytes).digest("hex"), payloadBytes: bytes.length };
}

/** The members in which two contents differ, with both values. */
export function differences(sent: Content, found: Content): readonly string[] {
  const names: readonly (keyof Content)[] = [
    "source",
    "sourceId",
    "type",
    "subject",
    "time",
    "extensions",
    "userId",
    "fingerprint",
    "payloadBytes",
  ];
  return names.flatMap((name) =>
    sent[name] === found[name] ? [] : [`${name} is ${found[name]} instead of ${sent[name]}`],
  );
}

/** Whether a later event of the same identity is a duplicate, not a conflict. */
export function sameContent(a: Content, b: Content): boolean {
  return a.fingerprint === b.fingerprint && a.type === b.type;
}

/** The UUIDv8 that names an event by the design: SHA-256 of the canonical `[producer, source, id]`. */
export function eventIdOf(producer: string, source: string, id: string): string {
  const hash = createHash("sha256")
    .update(canonicalJson([producer, source, id]), "utf8")
    .digest("hex");
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const parts = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    variant + hash.slice(17, 20),
    hash.slice(20, 32),
  ];
  return parts.join("-");
}
