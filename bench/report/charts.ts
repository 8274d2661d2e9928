import { None, parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Chart, Figure } from "../measure.ts";
import { amountOf } from "./format.ts";

interface Bar {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly text: string;
}

/** Bars with a line from the lowest to the highest round, as SVG. @throws Error when a bar has no figure. */
export async function chartSvg(chart: Chart, figures: readonly Figure[]): Promise<string> {
  const shown = chart.bars.map(({ label, key }) => ({ label, figure: figureOf(key, chart, figures) }));
  const unit = shown[0]?.figure.unit ?? "";
  const { spec } = compile(specification(chart.title, unit, shown.map(bar)));
  const view = new View(parse(spec), { renderer: "none", logLevel: None });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}

function figureOf(key: string, { name }: Chart, figures: readonly Figure[]): Figure {
  const figure = figures.find((candidate) => candidate.key === key);
  if (figure === undefined) throw new Error(`The chart ${name} shows ${key}, which was not measured.`);
  return figure;
}

function bar({ label, figure }: { readonly label: string; readonly figure: Figure }): Bar {
  const { value, spread = { low: value, high: value } } = figure;
  return { label, value, ...spread, text: amountOf(figure) };
}

function specification(title: string, unit: string, bars: readonly Bar[]): TopLevelSpec {
  const y = { field: "label", type: "nominal", sort: null, title: null, axis: { labelLimit: 0 } } as const;
  const x = { type: "quantitative", title: unit, scale: { zero: true } } as const;
  return {
    background: "white",
    title: { text: title, anchor: "start", fontSize: 14 },
    width: 480,
    height: { step: 28 },
    data: { values: bars.map((each) => ({ ...each })) },
    encoding: { y },
    layer: [
      { mark: { type: "bar", color: "#4c78a8" }, encoding: { x: { field: "value", ...x } } },
      {
        mark: { type: "rule", color: "#222222" },
        encoding: { x: { field: "low", ...x }, x2: { field: "high" } },
      },
      {
        mark: { type: "text", align: "left", dx: 6 },
        encoding: { x: { field: "high", ...x }, text: { field: "text" } },
      },
    ],
    config: { view: { stroke: null }, axis: { grid: false } },
  };
}
