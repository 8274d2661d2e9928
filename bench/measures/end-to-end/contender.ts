import type { Api } from "./load/client.ts";
import type { Subscription } from "./load/listener.ts";

/** A system that takes events over HTTP, stores them and announces them, running in processes of its own. */
export interface Arena extends Api, Subscription, AsyncDisposable {
  /** The ids that producers gave, once for each row that is stored. */
  readonly stored: () => Promise<readonly string[]>;
}

export interface Contender {
  /** As the figures' keys name it. */
  readonly name: ContenderName;
  /** @param folder An empty one of its own. */
  readonly start: (folder: string) => Promise<Arena>;
}

export type ContenderName = "fluxa" | "perMessage" | "pgBoss" | "graphileWorker";
