/** What no measurement on one machine can say; each stands on the page. */
export const assumptions = {
  /** Events a second for which the page answers, around the clock. */
  rates: [10, 100, 1_000, 3_000, 10_000],
  /** Share of a resource that is planned with; the rest is for peaks. */
  utilisation: 0.5,
  /** How many times as long an invocation takes on AWS as it was measured: network, and half a core. */
  slower: 10,
  /** Cores of the measuring machine that a vCPU of the database does the work of. */
  coresPerVcpu: 1,
  /** From this rate on the processor takes batches of 100 instead of 10. */
  largeBatchesFrom: 1_000,
  eventsPerPost: 500,
  /** As the stack `prod` has them. */
  queryConcurrency: 30,
  poolSize: 2,
  warmInstances: 4,
  /** Database instances and copies of the storage: Multi-AZ. */
  zones: 2,
  interfaceEndpoints: 3,
  alarms: 25,
  monthsKept: 12,
  /** Most that RDS gives one instance. */
  largestStorageGb: 65_536,
  /** Lambda's least for an event source. */
  leastConcurrency: 2,
  /** Requests a month of the poller's long polls while the queue is empty: five of them, every 20 s. */
  idlePolls: 657_000,
  /** Requests a second that API Gateway takes in an account and region unless AWS raises it. */
  gatewayRequests: 10_000,
  /** Instances of all functions at once that an account and region has unless AWS raises it. */
  accountInstances: 1_000,
} as const;
