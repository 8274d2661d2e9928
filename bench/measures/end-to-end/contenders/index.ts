import type { Contender } from "../contender.ts";
import { fluxa } from "./fluxa.ts";
import { peer } from "./peer.ts";

const databaseQueue = "bench/peers/database-queue/main.ts";

/** Of the two queues in the database the one that was faster when both were tried is in the short run, too. */
export function contenders(quick: boolean): readonly Contender[] {
  const always = [
    fluxa,
    peer("perMessage", "bench/peers/per-message/main.ts"),
    peer("pgBoss", databaseQueue, "pg-boss"),
  ];
  return quick ? always : [...always, peer("graphileWorker", databaseQueue, "graphile-worker")];
}
