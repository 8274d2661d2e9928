export type Unit = "events/s" | "requests/s" | "ms" | "bytes" | "calls" | "USD" | "times" | "events" | "s";

/** What a figure must reach; both ends belong to it. */
export interface Target {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One measured number. */
export interface Figure {
  /** Its path in the JSON, as `processor.b10.vsPerMessage`; it never changes its meaning. */
  readonly key: string;
  /** The median of its rounds. */
  readonly value: number;
  readonly unit: Unit;
  /** The lowest and the highest of its rounds; absent for what is counted and not timed. */
  readonly spread?: { readonly low: number; readonly high: number };
  readonly target?: Target;
  /** What was measured, in a few words for a table's row. */
  readonly about: string;
}

/** Bars beside each other. */
export interface Chart {
  /** The name of its file in docs/benchmarks, without an ending. */
  readonly name: string;
  readonly title: string;
  /** Figures of one unit; the label stands beside the bar. */
  readonly bars: readonly { readonly label: string; readonly key: string }[];
}

export interface Findings {
  readonly figures: readonly Figure[];
  readonly charts: readonly Chart[];
  /** What must be known to read the figures right, a sentence each. */
  readonly notes: readonly string[];
}

/** What a measure is given. */
export interface Setting {
  /** Whether the whole run must end within three minutes: fewer rounds, fewer events. */
  readonly quick: boolean;
  /** An empty folder of its own, deleted afterwards. */
  readonly folder: string;
  /** Aborted by Ctrl-C: what was started must be stopped, and nothing is written. */
  readonly signal: AbortSignal;
  /** Shows how far it is. */
  readonly say: (text: string) => void;
}

/** Whatever loses, changes or doubles an event throws: a fast run that loses one is a failed run. */
export interface Measure {
  /** For `--only`. */
  readonly name: string;
  /** A line of help. */
  readonly about: string;
  /** Takes minutes however small it is made. @default false */
  readonly leftOutWhenQuick?: boolean;
  /** Takes so long that it is taken only when it is named. @default false */
  readonly apart?: boolean;
  readonly run: (setting: Setting) => Promise<Findings>;
}
