/** The times and counts by which an instance runs; seconds unless the name says otherwise. */
export interface Timing {
  /** After this the processor's sandbox is ended. */
  readonly processTimeoutSeconds: number;
  /** Visibility of the event queue: six times the processor's timeout, as AWS advises, and a little. */
  readonly visibilitySeconds: number;
  /** A notification is leased for longer than its holder can run, so that nobody sends it twice. */
  readonly outboxLeaseSeconds: number;
  readonly relayEveryMs: number;
  /** Receives after which SQS itself gives a message up: about six hours of outage with a back-off of 900 s. */
  readonly maxReceiveCount: number;
  /** Lambda's `maximumConcurrency` of the event source. */
  readonly processConcurrency: number;
  readonly backoffShortestSeconds: number;
  readonly backoffLongestSeconds: number;
}

/** As `npm start` runs: shorter than on AWS, so that recovery can be watched. */
export const defaultTiming: Timing = {
  processTimeoutSeconds: 10,
  visibilitySeconds: 65,
  outboxLeaseSeconds: 12,
  relayEveryMs: 2_000,
  maxReceiveCount: 60,
  processConcurrency: 5,
  backoffShortestSeconds: 2,
  backoffLongestSeconds: 900,
};
