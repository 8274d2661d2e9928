import * as v from "valibot";
import { limits } from "./limits.ts";

/** Any UUID in lower case, as Fluxa writes them. */
export const Uuid = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "must be a UUID"),
);

/** SHA-256 of the canonical payload, 64 hexadecimal digits. */
export const Fingerprint = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hexadecimal"));

/** Letters, digits and `._:-`, as a correlation id may be written into headers, attributes and logs unescaped. */
export const CorrelationId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, "must be 1 to 128 letters, digits or ._:-"),
);

/** A producer's configured name; part of S3 keys and of the SQS message group. */
export const ProducerName = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]{0,62}$/, "must be lower-case letters, digits and dashes, at most 63"),
);

/** W3C Trace Context Level 1, version 00. */
export const Traceparent = v.pipe(
  v.string(),
  v.regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/, "must be a W3C traceparent"),
);

// CloudEvents 1.0.2 §3.1 forbids these in attribute values, and SNS refuses some of them.
const forbidden = /[\p{Control}\p{Noncharacter_Code_Point}]/u;

/** A CloudEvents attribute of type String: no control characters, no noncharacters (CloudEvents 1.0.2 §3.1). */
export const AttributeText = v.pipe(
  v.string(),
  v.minLength(1, "must not be empty"),
  v.maxLength(limits.attributeLength, `must have at most ${limits.attributeLength} characters`),
  v.check(
    (text) => text.isWellFormed() && !forbidden.test(text),
    "must not contain control characters or noncharacters",
  ),
);
