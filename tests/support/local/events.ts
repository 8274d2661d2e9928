import { createHash } from "node:crypto";

/** A valid payload; `metadata` is free. */
export function transaction(metadata?: Readonly<Record<string, unknown>>) {
  return {
    transactionId: "tx-1",
    userId: "user-1",
    amount: 1999,
    currency: "EUR",
    merchant: { id: "m-1", name: "Corner Shop", category: "groceries" },
    occurredAt: "2026-11-22T17:48:00Z",
    ...(metadata !== undefined && { metadata }),
  };
}

/** A valid payload of exactly this many bytes as canonical JSON. */
export function transactionOfBytes(bytes: number) {
  const empty = Buffer.byteLength(canonical(transaction({ filler: "" })));
  return transaction({ filler: "x".repeat(bytes - empty) });
}

export function authorized(id: string, data: unknown = transaction()) {
  return { id, type: "transaction.authorized", data };
}

/** RFC 8785 for what these tests send: members in the order of their UTF-16 code units. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}

export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
