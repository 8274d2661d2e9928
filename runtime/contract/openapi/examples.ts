/** A payload that every `transaction.*` schema accepts. */
const transaction = {
  transactionId: "tx-1",
  userId: "user-1",
  amount: 1999,
  currency: "EUR",
  merchant: { id: "m-1", name: "Corner shop", category: "grocery" },
  occurredAt: "2026-11-22T17:48:00Z",
  metadata: { channel: "web" },
};

// What the producer `shop` gets for the plain example; a test computes both anew.
const eventId = "fa2029ca-6c1a-8322-8d0e-0969b363f018";
const fingerprint = "cb8e565152b0200fedbdb41e7bad89bd9b2ad1eea27b49527354642146b2746b";

const plain = { type: "transaction.authorized", id: "order-1", data: transaction };

/** Bodies of requests, by format. */
export const requestExamples = {
  plain,
  structured: {
    specversion: "1.0",
    type: "transaction.captured",
    source: "/producers/shop",
    id: "order-1-captured",
    subject: "order-1",
    time: "2026-11-22T17:48:00Z",
    data: transaction,
  },
  binary: transaction,
};

/** Headers of binary mode that go with the binary body. */
export const binaryHeaderExamples = {
  "ce-specversion": "1.0",
  "ce-type": "transaction.refunded",
  "ce-id": "order-1-refunded",
  "ce-source": "/producers/shop",
  "ce-subject": "order-1",
  "ce-time": "2026-11-22T17:48:00Z",
  "ce-dataschema": "urn:fluxa:schema:transaction.refunded:1",
};

const correlationId = "my-first-event";

export const acceptedExample = { eventId, correlationId, fingerprint, status: "accepted" };

/** Bodies of batches, by format. */
export const batchRequestExamples = {
  plain: [plain, { ...plain, type: "transaction.captured" }],
  structured: [requestExamples.structured],
};

const identity = { id: plain.id, eventId, retrySafe: true };

/** Answers to a batch: to the first of the plain events alone, and to both. */
export const batchExamples = {
  accepted: {
    correlationId,
    accepted: 1,
    rejected: 0,
    results: [{ index: 0, status: 202, ...identity, fingerprint }],
  },
  mixed: {
    correlationId,
    accepted: 1,
    rejected: 1,
    results: [
      { index: 0, status: 202, ...identity, fingerprint },
      {
        index: 1,
        type: "urn:fluxa:problem:identity_repeated",
        title: "Two events of one batch have the same identity and other content",
        status: 422,
        detail: "Item 0 of this batch has the same source and id, and another payload or type.",
        code: "identity_repeated",
        errors: [{ path: "/1/id", message: "must differ from the id of item 0" }],
      },
    ],
  },
};

const receipt = {
  eventId,
  correlationId,
  producer: "shop",
  fingerprint,
  acceptedAt: "2026-11-22T17:48:01.020Z",
};

/** Receipts by status. */
export const receiptExamples = {
  notified: {
    ...receipt,
    status: "notified",
    persistedAt: "2026-11-22T17:48:01.140Z",
    notifiedAt: "2026-11-22T17:48:01.190Z",
    duplicates: 0,
    conflicts: 0,
    event: {
      specversion: "1.0",
      id: "order-1",
      source: "/producers/shop",
      type: "transaction.authorized",
      dataschema: "urn:fluxa:schema:transaction.authorized:1",
      datacontenttype: "application/json",
      eventid: eventId,
      producer: "shop",
      correlationid: correlationId,
      recordedtime: receipt.acceptedAt,
      fingerprint,
      data: transaction,
    },
  },
  dead: {
    ...receipt,
    status: "dead",
    deadAt: "2026-11-22T17:48:01.140Z",
    failureType: "payload_missing",
    failureReason: "The payload that the message points to is not in S3.",
  },
};

export const payloadExample = transaction;

export const contentDigestExample = `sha-256=:${Buffer.from(fingerprint, "hex").toString("base64")}:`;

export const eventIdExample = eventId;

export const correlationIdExample = correlationId;
