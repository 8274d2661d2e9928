import { createHash } from "node:crypto";
import { limits } from "../contract/limits.ts";
import { canonicalJson } from "./json/canonical-json.ts";

/** The fingerprint of a payload: SHA-256 of its RFC 8785 canonical JSON in UTF-8, 64 hexadecimal digits. */
export function fingerprintOf(canonical: string): string {
  return createHash("sha256").update(canonical, "utf8").digest("hex");
}

/**
 * The UUIDv8 (RFC 9562 §5.8) that names an event, made of the SHA-256 of `[producer, source, id]`,
 * so that a retry always names the same event and no two producers can meet.
 */
export function eventIdOf(producer: string, source: string, id: string): string {
  const hash = createHash("sha256")
    .update(canonicalJson([producer, source, id]), "utf8")
    .digest();
  hash[6] = (hash.readUInt8(6) & 0x0f) | 0x80;
  hash[8] = (hash.readUInt8(8) & 0x3f) | 0x80;
  const hex = hash.toString("hex", 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** S3 key of a payload: the same content of the same event always lies in the same place. */
export function payloadKeyOf(producer: string, eventId: string, fingerprint: string): string {
  return `${limits.payloadPrefix}${producer}/${eventId}/${fingerprint}.json`;
}
