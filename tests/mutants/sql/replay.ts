import type { Mutant } from "../mutant.ts";

const replay = "tests/integration/operations/replay.test.ts";
const stops = "tests/integration/operations/replay-stops.test.ts";

/** Mutants of what announces stored events again. */
export const replayMutants: readonly Mutant[] = [
  {
    name: "replay-forgets-others-of-a-moment",
    why: "events of the moment at which a slice ends would not be announced again",
    file: "sql/queries/replay-slice.ts",
    find: "and (event.received_at, event.event_id) > (",
    replace: "and (event.received_at, '00000000-0000-0000-0000-000000000000'::uuid) > (",
    suite: "integration",
    testFile: replay,
    testName: "announces every event of a time once, as it was announced at first but for the replay's id",
  },
  {
    name: "replay-advances-for-any-run",
    why: "a process that was given up would move the place from which another goes on",
    file: "sql/queries/advance-replay.ts",
    find: "::uuid and run = ",
    replace: "::uuid and run >= ",
    suite: "integration",
    testFile: stops,
    testName: "whose run another process has taken over ends without a word on the record",
  },
  {
    name: "replay-lapses-at-once",
    why: "two processes would announce the same events",
    file: "sql/queries/lapse-replays.ts",
    find: "heartbeat_at < now() - make_interval",
    replace: "heartbeat_at < now() + make_interval",
    suite: "integration",
    testFile: stops,
    testName: "by a kill is refused to others until it has given no sign of life, and goes on then",
  },
];
