/** What a fault does, in the words of docs/faults.md. */
interface Description {
  readonly meaning: string;
  /** The number behind the action's name, in milliseconds, when none is given; an action without it takes none. */
  readonly defaultMs?: number;
}

export const actions = {
  refuse: { meaning: "is refused at once, with the error of the real service; nothing happens" },
  "refuse-some": { meaning: "some entries of the batch are refused, at least one; the others are taken" },
  slow: { meaning: "takes this much longer", defaultMs: 1_000 },
  silent: { meaning: "nothing happens, and no answer ever comes" },
  "silent-after": { meaning: "takes effect, and no answer ever comes" },
  cut: { meaning: "nothing happens, and the connection is cut" },
  "cut-after": { meaning: "takes effect, and the connection is cut before the answer" },
  crash: { meaning: "the calling sandbox dies first; nothing happens" },
  "crash-after": { meaning: "takes effect, and the sandbox dies before it learns so" },
  corrupt: { meaning: "the object has another byte, and no checksum of S3 tells" },
  garble: { meaning: "a byte changes on the way, which the checksum of S3 tells" },
  missing: { meaning: "there is no such object" },
  throttle: { meaning: "the invocation or request is turned away for lack of capacity" },
  duplicate: { meaning: "the batch is handed to two invocations at once" },
  reorder: { meaning: "the batch is shuffled and held back, for at most this long", defaultMs: 1_000 },
  lapse: { meaning: "the messages become visible again before their handler is through" },
  undeleted: { meaning: "what was handled is not deleted and comes again" },
  freeze: {
    meaning: "before it, the sandbox stands still for this long and finds its connections dead",
    defaultMs: 1_000,
  },
  jump: { meaning: "before it, the sandbox's clock jumps by this much", defaultMs: 3_600_000 },
  kill: { meaning: "the server is killed and started again" },
  stop: { meaning: "the server is away for this long", defaultMs: 3_000 },
  "fail-over": { meaning: "connections are cut, and it is read-only for this long", defaultMs: 2_000 },
  exhaust: { meaning: "connections are cut, and none is left for this long", defaultMs: 2_000 },
} as const satisfies Record<string, Description>;

export type Action = keyof typeof actions;
