import { findFigure } from "./find-figure.ts";
import { amountOf, spreadOf } from "./format.ts";
import { markdownTable } from "./markdown-table.ts";
import type { Result } from "./result.ts";

/** A figure that was given for the system before it was built, and where ours is found. */
interface SeedFigure {
  readonly what: string;
  readonly seed: string;
  /** Keys of the figures that come nearest, with what each of them is. */
  readonly ours: readonly { readonly key: string; readonly is: string; readonly measure: string }[];
  /** What of AWS's network is not in ours. */
  readonly without: string;
}

const seeds: readonly SeedFigure[] = [
  {
    what: "ingest",
    seed: "50–100 ms",
    ours: [
      {
        key: "cost.ms.ingest.single",
        is: "an invocation at 1 KiB, sent to a queue on this machine",
        measure: "cost",
      },
      { key: "ingest.overheadMs.1KiB", is: "the handler's own work in it", measure: "ingest" },
    ],
    without:
      "TLS and the way to the gateway, API Gateway's own work, Lambda's scheduling, and SQS over TLS from zone to zone",
  },
  {
    what: "a cold start, on top",
    seed: "500 ms",
    ours: [{ key: "bundles.ingest.importMs", is: "import of the ingest bundle", measure: "bundles" }],
    without: "making the sandbox, fetching the code and starting Node.js on half a core",
  },
  {
    what: "end to end, POST to notified",
    seed: "200–300 ms",
    ours: [
      { key: "endToEnd.single.p50Ms.r100", is: "p50 at 100 events/s", measure: "end-to-end" },
      { key: "endToEnd.single.p99Ms.r100", is: "p99 at 100 events/s", measure: "end-to-end" },
    ],
    without:
      "API Gateway, TLS at every call, SQS's long polling and the batch window of Lambda's poller, SNS's delivery, and the ways between zones",
  },
  {
    what: "query",
    seed: "10–50 ms",
    ours: [
      { key: "growth.receipt.1M.p50Ms", is: "a receipt among a million events, p50", measure: "growth" },
      { key: "growth.receipt.10M.p50Ms", is: "a receipt among ten million, p50", measure: "growth" },
    ],
    without: "API Gateway, the handler, TLS to the database and the way between zones",
  },
];

/** The seed's figures beside ours, as far as they were measured. */
export function seedSection(results: readonly Result[]): string {
  return [
    "## The figures to beat\nWhat was expected of the system before it was built, for AWS, beside what was measured here on one machine. The two are not the same thing: the last column says what of AWS is not in ours and has to be added. Sizes and prices for AWS are on the [page on sizing](sizing.md).",
    markdownTable(
      ["what", "expected on AWS", "measured here", "not in ours"],
      ["left", "left", "left", "left"],
      seeds.map(({ what, seed, ours, without }) => [
        what,
        seed,
        ours.map((figure) => found(figure, results)).join("; "),
        without,
      ]),
    ),
  ].join("\n\n");
}

function found({ key, is, measure }: SeedFigure["ours"][number], results: readonly Result[]): string {
  const figure = findFigure(results, key);
  if (figure === undefined) {
    return `${is}: not measured (\`npm run bench -- --only ${measure} --write\`)`;
  }
  const spread = spreadOf(figure);
  return `${amountOf(figure)}${spread === "" ? "" : ` (${spread})`}: ${is}`;
}
