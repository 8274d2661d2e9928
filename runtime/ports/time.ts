/** Milliseconds since the epoch. */
export type Clock = () => number;

/** Resolves after so many milliseconds. */
export type Pause = (milliseconds: number) => Promise<void>;

/** Milliseconds until the invocation is ended, never below 0. */
export type TimeLeft = () => number;

/**
 * Milliseconds that a call may take at most; it then fails as if nothing had answered. Without it
 * the time-outs of the client hold.
 */
export type Within = number;
