import { ratios, timed } from "../../harness/statistics.ts";
import type { Figure } from "../../measure.ts";
import { labelOf, smallReceipts } from "./plan.ts";
import type { Samples } from "./side.ts";

const target = { atMost: 1.3 };

/** How many times as long the same takes among many rows. */
export function compared(what: "claims" | "receipt", size: number, samples: Samples): readonly Figure[] {
  return what === "claims" ? claims(labelOf(size), samples) : receipts(labelOf(size), samples);
}

function claims(label: string, { small, large }: Samples): readonly Figure[] {
  return [
    timed({
      key: `growth.claims.${label}.rate`,
      unit: "events/s",
      about: `Claims among ${label}`,
      samples: large,
    }),
    timed({
      key: `growth.claims.${label}.vsEmpty`,
      unit: "times",
      about: `Time of a claim among ${label}, against an empty table`,
      target,
      samples: ratios(small, large),
    }),
  ];
}

function receipts(label: string, { small, large }: Samples): readonly Figure[] {
  return [
    timed({
      key: `growth.receipt.${label}.p50Ms`,
      unit: "ms",
      about: `Receipt among ${label}, p50`,
      samples: large,
    }),
    timed({
      key: `growth.receipt.${label}.vs${labelOf(smallReceipts)}`,
      unit: "times",
      about: `Time of a receipt among ${label}, against ${labelOf(smallReceipts)}`,
      target,
      samples: ratios(large, small),
    }),
  ];
}
