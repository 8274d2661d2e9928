import type { Statement } from "./statements.ts";

/** What happens to a connection or a statement; milliseconds are for `slow`. */
export interface ProxyFault {
  readonly action:
    | "refuse"
    | "slow"
    | "silent"
    | "silent-after"
    | "cut"
    | "cut-after"
    | "crash"
    | "crash-after";
  readonly ms: number;
}

/** What every new connection meets. */
export type Mode = "normal" | "read-only" | "full";

/** Who decides about the faults of a proxy and carries out what is not the proxy's. */
export interface ProxyFaults {
  onConnect(client: string): ProxyFault | undefined;
  onStatement(client: string, statement: Statement): ProxyFault | undefined;
  /** Ends the client, which waits for an answer. */
  crash(client: string): void;
}
