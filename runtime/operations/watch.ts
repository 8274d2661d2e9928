/** What ends a run from outside, and who watches it. */
export interface Watch<Progress> {
  /** Stops the run between two batches. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since the epoch at which the run must stop. */
  readonly deadline?: number | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
