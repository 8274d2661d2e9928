/**
 * A plain event of at most so many bytes: an order with its lines, as keys, short texts and numbers
 * are the work. A payload that is one long text costs a fraction of it.
 */
export function bodyOf(bytes: number): string {
  const lines: unknown[] = [];
  let free = bytes - JSON.stringify(event(lines)).length;
  for (let n = 0; ; n++) {
    const next = line(n);
    free -= JSON.stringify(next).length + 1;
    if (free < 0) return JSON.stringify(event(lines));
    lines.push(next);
  }
}

function event(lines: readonly unknown[]) {
  return {
    type: "transaction.authorized",
    id: "order-1",
    source: "/shops/berlin",
    data: {
      transactionId: "tx-000000001",
      userId: "user-42",
      amount: 1_999,
      currency: "EUR",
      merchant: { id: "merchant-1", name: "Corner shop", category: "grocery" },
      occurredAt: "2026-11-22T17:48:00Z",
      metadata: { channel: "web", lines },
    },
  };
}

function line(n: number) {
  return {
    sku: `SKU-${100_000 + n}`,
    name: `Article ${n} of the order`,
    quantity: 1 + (n % 7),
    unitPrice: 199 + ((n * 37) % 9_000),
    taxRate: 0.19,
    tags: ["new", "eu"],
    refundable: n % 3 === 0,
    note: null,
  };
}
