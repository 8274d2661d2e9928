import type { FunctionName } from "../../runtime/env.ts";

/** Memory of each function in MB; Lambda gives processor time in proportion, 1,769 MB are a whole core. */
export const memoryMb = {
  ingest: 1024,
  process: 1024,
  query: 1024,
  relay: 512,
  upkeep: 512,
  operate: 512,
  migrate: 512,
} as const satisfies Record<FunctionName, number>;
