import * as v from "valibot";

/** How to reach a peer that runs: what its program tells the process that started it. */
export const PeerInstance = v.strictObject({
  apiUrl: v.string(),
  apiKey: v.string(),
  /** Endpoint of SQS, SNS and S3. */
  awsEndpoint: v.string(),
  /** The queue behind the only subscription of its topic. */
  notificationQueueUrl: v.string(),
  /** Its events are in a table `event`. */
  databaseUrl: v.string(),
  /** The column of the id that the producer gave. */
  idColumn: v.string(),
});

export type PeerInstance = v.InferOutput<typeof PeerInstance>;
