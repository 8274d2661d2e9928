interface Timing {
  readonly timeoutSeconds: number;
  readonly windowSeconds: number;
}

/** Six times the function's timeout and the batching window (AWS Lambda developer guide, "Using Lambda with Amazon SQS"). */
export function visibilitySeconds({ timeoutSeconds, windowSeconds }: Timing): number {
  return 6 * timeoutSeconds + windowSeconds;
}

/** A shorter visibility lets SQS hand a message out again while its first receiver still works on it. */
export function visibilityFaults(queue: Timing & { readonly visibilitySeconds: number }): readonly string[] {
  const least = visibilitySeconds(queue);
  if (queue.visibilitySeconds >= least) return [];
  return [
    `The queue's visibility timeout of ${queue.visibilitySeconds} s is below ${least} s (six times the function's ` +
      `timeout of ${queue.timeoutSeconds} s and the window of ${queue.windowSeconds} s), so messages would be processed twice. Raise it.`,
  ];
}

/** Lambda refuses batches above ten without a window. */
export function batchFaults(source: {
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
}): readonly string[] {
  if (source.batchSize <= 10 || source.batchWindowSeconds >= 1) return [];
  return [
    `batchSize is ${source.batchSize} and batchWindowSeconds 0: Lambda takes more than 10 messages at once only with a window of at least 1 s.`,
  ];
}
