import { checkTrails, type Promised } from "../promise.ts";
import { taken } from "../trail.ts";

/** The 202 is a promise: what got one is in the store, or in the dead-letter queue with its reason. */
export const notLost: Promised = {
  promise: "what got a 202 is stored, or dead with a reason",
  check: (_evidence, trails) =>
    checkTrails(
      trails.filter((trail) => taken(trail).length > 0),
      ({ rows, claims, letters, ...trail }) => {
        if (rows.length > 0 || letters.length > 0) return [];
        const times = taken(trail).length;
        return [
          `it was accepted ${times} times, and ${claims.length > 0 ? "its claim has no row" : "there is neither a row nor a dead letter"}`,
        ];
      },
    ),
};
