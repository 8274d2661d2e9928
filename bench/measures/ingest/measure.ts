import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import type { Findings, Measure, Setting } from "../../measure.ts";
import { figuresOf, type Samples } from "./figures.ts";
import { sizeNames } from "./sizes.ts";

const worker = fileURLToPath(new URL("worker.ts", import.meta.url));

const Milliseconds = v.pipe(v.array(v.number()), v.minLength(1));
const Times = v.object({ floor: Milliseconds, own: Milliseconds, handler: Milliseconds });
const SizeSamples = v.object({ wall: Times, cpu: Times });
const Report = v.object({ name: v.picklist(sizeNames), requests: v.number(), ...SizeSamples.entries });
const AllSamples = v.object({
  "1KiB": SizeSamples,
  "16KiB": SizeSamples,
  "256KiB": SizeSamples,
  "1MiB": SizeSamples,
  "4MiB": SizeSamples,
});

/** What ingest itself costs, beside what no service can go without. */
export const measure: Measure = {
  name: "ingest",
  about: "the ingest handler's own work by size of the request",
  run,
};

async function run(setting: Setting): Promise<Findings> {
  const samples = await measureInProcess(setting);
  return {
    figures: figuresOf(samples),
    charts: [
      {
        name: "ingest-own-work",
        title: "Parsing, canonical form and fingerprint against JSON.parse + SHA-256 of the same bytes",
        bars: sizeNames.map((name) => ({ label: name, key: `ingest.vsFloorBySize.${name}` })),
      },
    ],
    notes: [
      "The real handler runs with `send` of the SQS and S3 clients replaced by an answer at once: reading, checks, fingerprint, message, log line and metrics count; the SDK's serialisation, signing and network do not.",
      "`vsFloor` compares what grows with the payload: the strict parser with its checks for repeated keys and numbers that would change, the RFC 8785 form, and SHA-256. `handlerVsFloorBySize` is everything, and at 1 KiB mostly the log line, the metrics and the schema.",
      "Ratios are of processor time, the garbage collector's threads included: on Lambda, with a third of a core at 512 MB, that is the time that passes.",
      "The payload is an order with its lines: short texts, numbers and keys that are not in order. A long text costs less.",
    ],
  };
}

async function measureInProcess({ quick, signal, say }: Setting): Promise<Samples> {
  const plan = JSON.stringify(quick ? { rounds: 5, budgetMs: 100 } : { rounds: 15, budgetMs: 400 });
  const child = fork(worker, [plan], { stdio: ["ignore", "ignore", "inherit", "ipc"], signal });
  const samples = new Map<string, unknown>();
  child.on("message", (message) => {
    const { name, requests, ...times } = v.parse(Report, message);
    samples.set(name, times);
    say(`${name} done, ${requests} requests a round`);
  });
  const [code] = await once(child, "exit");
  signal.throwIfAborted();
  if (code !== 0) throw new Error(`The process that measures ingest ended with ${code}.`);
  return v.parse(AllSamples, Object.fromEntries(samples));
}
