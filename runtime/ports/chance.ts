/** A new UUIDv7 (RFC 9562). */
export type NewId = () => string;

/** A number in [0, 1), for jitter. */
export type Random = () => number;
