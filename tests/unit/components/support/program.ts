import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import * as v from "valibot";
import { parse } from "yaml";

/** A resource as the program registered it. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface Program {
  readonly resources: readonly Registered[];
  /** How often each component registered its outputs, by its type. */
  readonly outputsRegistered: ReadonlyMap<string, number>;
}

const root = new URL("../../../../", import.meta.url);
const account = "123456789012";
export const region = "eu-west-1";

const ProjectFile = v.object({
  name: v.string(),
  config: v.record(v.string(), v.object({ type: v.string(), default: v.unknown() })),
});
const StackFile = v.object({ config: v.record(v.string(), v.unknown()) });

/** What Pulumi.yaml declares: types and defaults by key. */
export function declaredConfiguration() {
  return v.parse(ProjectFile, parse(readFileSync(new URL("Pulumi.yaml", root), "utf8"))).config;
}

/** What a stack's file changes, by key without the project. */
export function stackDifferences(stack: string): Readonly<Record<string, unknown>> {
  const { config } = v.parse(StackFile, parse(readFileSync(new URL(`Pulumi.${stack}.yaml`, root), "utf8")));
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) =>
      key.startsWith("fluxa:") ? [[key.slice("fluxa:".length), value]] : [],
    ),
  );
}

/** The whole program under Pulumi's mocks, with the configuration of a stack. Once per process: Pulumi's state is global. */
export async function runProgram(stack: string): Promise<Program> {
  const recorded: Omit<Registered, "urn">[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        recorded.push({ type, name, inputs });
        return { id: `${name}-id`, state: { ...stateOf(type, name), ...inputs } };
      },
      call: ({ token }) => {
        if (token === "aws:ec2/getPrefixList:getPrefixList") return { id: "pl-1", cidrBlocks: [] };
        throw new Error(`The program calls ${token}, which these mocks do not answer.`);
      },
    },
    "fluxa",
    stack,
  );
  pulumi.runtime.setAllConfig({ ...configurationOf(stack), "aws:region": region });
  const outputsRegistered = countOutputs();
  await import("../../../../index.ts");
  const urns = registeredUrns();
  await pulumi.runtime.disconnect();
  const found = urns();
  return {
    resources: recorded.map((resource) => ({
      ...resource,
      urn: found.find((urn) => urn.endsWith(`${resource.type}::${resource.name}`)) ?? "",
    })),
    outputsRegistered,
  };
}

function configurationOf(stack: string): Record<string, string> {
  const defaults = Object.entries(declaredConfiguration()).map(
    ([key, entry]) => [key, entry.default] as const,
  );
  const values = { ...Object.fromEntries(defaults), ...stackDifferences(stack) };
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      `fluxa:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

function countOutputs(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const original = Reflect.get(pulumi.ComponentResource.prototype, "registerOutputs") as (
    outputs: unknown,
  ) => void;
  Reflect.set(
    pulumi.ComponentResource.prototype,
    "registerOutputs",
    function (this: pulumi.ComponentResource, outputs?: unknown) {
      // Pulumi itself calls it again without outputs when a component has not.
      const type: unknown = Reflect.get(this, "__pulumiType");
      if (outputs !== undefined) counts.set(String(type), (counts.get(String(type)) ?? 0) + 1);
      original.call(this, outputs);
    },
  );
  return counts;
}

/** Parents are in the URNs alone, which the mock monitor keeps. */
function registeredUrns(): () => readonly string[] {
  const monitor: unknown = pulumi.runtime.getMonitor();
  const resources: unknown =
    typeof monitor === "object" && monitor !== null ? Reflect.get(monitor, "resources") : undefined;
  if (!(resources instanceof Map)) throw new Error("Pulumi's mock monitor no longer keeps resources by URN.");
  return () => [...resources.keys()].map(String);
}

function stateOf(type: string, name: string): Record<string, unknown> {
  const [service = "", path = ""] = type
    .split(":")
    .slice(0, 2)
    .map((part) => part.split("/")[0] ?? "");
  return {
    arn: `arn:aws:${path || service}:${region}:${account}:${name}`,
    name,
    url: `https://sqs.${region}.amazonaws.com/${account}/${name}`,
    bucket: name,
    version: "1",
    address: `${name}.rds.amazonaws.com`,
    resourceId: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    identifier: name,
    invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${name}/invocations`,
    executionArn: `arn:aws:execute-api:${region}:${account}:api`,
    invokeUrl: `https://api.execute-api.${region}.amazonaws.com/v1`,
    value: "key-value",
    result: "generated-password",
    dashboardName: name,
    ...(type === "awsx:ec2:Vpc" && { vpcId: "vpc-1", isolatedSubnetIds: ["subnet-1", "subnet-2"] }),
  };
}
