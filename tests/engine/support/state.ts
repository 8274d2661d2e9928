import * as v from "valibot";
import { environments, type FunctionName } from "../../../runtime/env.ts";

const Resource = v.object({
  urn: v.string(),
  type: v.string(),
  protect: v.optional(v.boolean(), false),
  inputs: v.optional(v.record(v.string(), v.unknown()), {}),
});

const State = v.object({
  deployment: v.object({ resources: v.optional(v.array(Resource), []) }),
});

export type StateResource = v.InferOutput<typeof Resource>;

/** The resources of an exported stack. */
export function resourcesOf(exported: string): readonly StateResource[] {
  return v.parse(State, JSON.parse(exported)).deployment.resources;
}

const FunctionInputs = v.object({
  code: v.object({ assets: v.record(v.string(), v.object({ hash: v.string() })) }),
  environment: v.object({ variables: v.record(v.string(), v.string()) }),
  runtime: v.string(),
  handler: v.string(),
});

export type DeployedInputs = v.InferOutput<typeof FunctionInputs>;

/** What the state says of each function. */
export function functionsOf(resources: readonly StateResource[]): Record<FunctionName, DeployedInputs> {
  const of = (name: FunctionName) => {
    const found = resources.filter(
      ({ type, urn }) => type === "aws:lambda/function:Function" && urn.endsWith(`-${name}`),
    );
    return v.parse(v.strictTuple([v.object({ inputs: FunctionInputs })]), found)[0].inputs;
  };
  return Object.fromEntries(namesOf().map((name) => [name, of(name)])) as Record<
    FunctionName,
    DeployedInputs
  >;
}

function namesOf(): readonly FunctionName[] {
  return Object.keys(environments) as readonly FunctionName[];
}
