/** Partition upkeep and purges; each is one small statement and says how many it made, dropped or deleted. */
export interface UpkeepStore {
  /** Rows in the default partition, and months after the current one that have a partition. */
  survey(): Promise<{ readonly defaultRows: number; readonly monthsAhead: number }>;
  /** Makes one partition that is missing, 0 when there is none. */
  createPartition(): Promise<number>;
  dropPartitions(): Promise<number>;
  purgeClaims(slice: number): Promise<number>;
  purgeDeadEvents(slice: number): Promise<number>;
}
