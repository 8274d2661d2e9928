import { join } from "node:path";
import { interleaved } from "../../harness/rounds.ts";
import { ratios, timed } from "../../harness/statistics.ts";
import type { Figure, Findings, Measure, Setting } from "../../measure.ts";
import { type Contender, codeOf, contenders } from "./contenders.ts";
import { gzippedBytes } from "./gzipped.ts";
import { startOnce, writeCode } from "./start.ts";

/** What a cold start has to load, beside what nobody can go without. */
export const measure: Measure = {
  name: "bundles",
  about: "size and start of each function's bundle",
  run,
};

interface Size {
  readonly eager: number;
  readonly all: number;
}

const most = { atMost: 1.15 };

async function run(setting: Setting): Promise<Findings> {
  const sizes = await prepare(setting);
  const { imports, nodeStart } = await takeStarts(setting);
  const timesOf = (name: Contender) => imports.get(name) ?? [];
  const sizeOf = (name: Contender) => sizes.get(name) ?? { eager: 0, all: 0 };
  return {
    figures: [
      ...contenders.flatMap((name) => (name === "node" ? [] : figuresOf(name, sizeOf(name), timesOf(name)))),
      timed({
        key: "bundles.node.startMs",
        unit: "ms",
        samples: nodeStart,
        about: "an empty process of Node",
      }),
      ...compare("ingest", "sqsClient", "vsSqsClient", most),
      ...compare("process", "clientsAndSlonik", "vsClientsAndSlonik", most),
      ...compare("process", "powertools", "vsPowertools"),
    ],
    charts: [
      {
        name: "bundles-import",
        title: "Time to import a function's bundle",
        bars: contenders
          .filter((name) => name !== "node")
          .map((name) => ({ label: name, key: `bundles.${name}.importMs` })),
      },
    ],
    notes: [
      "`bytes` is what the start loads, minified and gzipped; `allBytes` holds the chunks that are loaded when needed, too: the S3 client, providers of credentials, the OpenAPI document.",
      "Each import runs in a process of its own, in turns; the files lie in the page cache, which those of a new Lambda sandbox do not.",
      "The first event that a sandbox of ingest takes loads the S3 client, too: it reads the directory of producers.",
      "What stands beside is bundled as `esbuild --bundle --minify` does it; Powertools stands for batch, idempotency, pg and the SNS client.",
    ],
  };

  function compare(
    name: Contender,
    to: Contender,
    key: string,
    target?: Figure["target"],
  ): readonly Figure[] {
    const wanted = target === undefined ? {} : { target };
    return [
      {
        key: `bundles.${name}.${key}Bytes`,
        unit: "times",
        value: sizeOf(name).eager / sizeOf(to).eager,
        about: `bytes of ${name} against ${to}`,
        ...wanted,
      },
      timed({
        key: `bundles.${name}.${key}Time`,
        unit: "times",
        samples: ratios(timesOf(name), timesOf(to)),
        about: `import of ${name} against ${to}`,
        ...wanted,
      }),
    ];
  }
}

async function prepare({ folder }: Setting): Promise<ReadonlyMap<Contender, Size>> {
  const sizes = new Map<Contender, Size>();
  for (const name of contenders) {
    const code = await codeOf(name);
    await writeCode(join(folder, name), code);
    sizes.set(name, { eager: gzippedBytes(code.eager), all: gzippedBytes(code.files) });
  }
  return sizes;
}

async function takeStarts({ quick, folder, signal, say }: Setting) {
  const nodeStart: number[] = [];
  const rounds = quick ? 5 : 15;
  const imports = await interleaved({
    contenders,
    rounds,
    signal,
    take: async (name, round) => {
      if (name === "ingest") say(`round ${round + 1} of ${rounds}`);
      const { importMs, processMs } = await startOnce(join(folder, name), signal);
      if (name === "node") nodeStart.push(processMs);
      return importMs;
    },
  });
  return { imports, nodeStart };
}

function figuresOf(name: Contender, { eager, all }: Size, times: readonly number[]): readonly Figure[] {
  return [
    { key: `bundles.${name}.bytes`, unit: "bytes", value: eager, about: `what the start of ${name} loads` },
    ...(all > eager
      ? [
          {
            key: `bundles.${name}.allBytes`,
            unit: "bytes",
            value: all,
            about: `${name} with its chunks`,
          } as const,
        ]
      : []),
    timed({ key: `bundles.${name}.importMs`, unit: "ms", samples: times, about: `import of ${name}` }),
  ];
}
