import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import * as v from "valibot";
import { wildcardFaults } from "../../../../components/rules/policy-documents.ts";
import { environments, type FunctionName, readEnvironment } from "../../../../runtime/env.ts";
import { alarmTests } from "./alarm-tests.ts";
import { type Program, region, runProgram } from "./program.ts";
import { queueTests } from "./queue-tests.ts";

const components = ["EventPipeline", "EventStore", "IngestApi", "Observability"].map(
  (name) => `fluxa:index:${name}`,
);
const functionNames = Object.keys(environments) as readonly FunctionName[];

const FunctionInputs = v.object({
  environment: v.object({ variables: v.record(v.string(), v.string()) }),
  loggingConfig: v.object({ logGroup: v.string() }),
  runtime: v.literal("nodejs24.x"),
  architectures: v.tuple([v.literal("arm64")]),
  timeout: v.number(),
  publish: v.literal(true),
});

const Policy = v.object({
  Statement: v.array(v.object({ Action: v.array(v.string()), Resource: v.array(v.string()) })),
});

/** What holds of the program in every stack. */
export function programTests(stack: string): void {
  suite(`the program of the stack ${stack}`, () => {
    let program: Program;
    before(async () => {
      program = await runProgram(stack);
    });
    const ofType = (type: string) => program.resources.filter((resource) => resource.type === type);
    const functions = () =>
      functionNames.map((name) => {
        const found = ofType("aws:lambda/function:Function").filter((resource) =>
          resource.name.endsWith(`-${name}`),
        );
        assert.equal(found.length, 1, `the function ${name}`);
        return { name, inputs: v.parse(FunctionInputs, found[0]?.inputs) };
      });

    test("is four components, and everything else is a child of one and named after it", () => {
      const found = program.resources.filter(({ type }) => type.startsWith("fluxa:"));
      assert.deepEqual(found.map(({ type }) => type).sort(), components);
      const names = new Map(found.map(({ type, name }) => [type, name]));
      for (const { urn, name } of program.resources.filter(({ type }) => isChild(type))) {
        const [parent = ""] = (urn.split("::")[2] ?? "").split("$");
        assert.ok(components.includes(parent), `${urn} has no component as its parent`);
        assert.ok(
          name.startsWith(`${names.get(parent)}-`),
          `${name} is not named after ${names.get(parent)}`,
        );
      }
    });

    test("registers the outputs of every component once", () => {
      for (const component of components)
        assert.equal(program.outputsRegistered.get(component), 1, component);
    });

    test("gives every function an environment that is complete, without a password", () => {
      for (const { name, inputs } of functions()) {
        const { variables } = inputs.environment;
        readEnvironment(name, { ...variables, AWS_REGION: region });
        const declared = Object.keys(environments[name].entries);
        const unknown = Object.keys(variables).filter(
          (key) => key !== "NODE_OPTIONS" && !declared.includes(key),
        );
        assert.deepEqual(unknown, [], `${name} reads none of these`);
        assert.equal(variables["DATABASE_PASSWORD"], undefined);
      }
    });

    test("allows no action or resource by a wildcard", () => {
      const policies = ofType("aws:iam/rolePolicy:RolePolicy");
      assert.ok(policies.length >= functionNames.length);
      for (const { name, inputs } of policies) {
        assert.deepEqual(wildcardFaults(v.parse(v.string(), inputs["policy"])), [], name);
      }
    });

    test("lets the operator take letters, send events and move a queue, and nothing else in queues", () => {
      const found = ofType("aws:iam/rolePolicy:RolePolicy").find(({ name }) =>
        name.endsWith("-operate-policy"),
      );
      const { Statement } = v.parse(Policy, JSON.parse(v.parse(v.string(), found?.inputs["policy"])));
      const allowed = Statement.flatMap(({ Action, Resource }) =>
        Action.filter((action) => action.startsWith("sqs:")).map(
          (action) => `${action} ${Resource.map((arn) => arn.split("-").at(-1)).join()}`,
        ),
      );
      assert.deepEqual(allowed, [
        "sqs:ReceiveMessage letters",
        "sqs:DeleteMessage letters",
        "sqs:ChangeMessageVisibility letters",
        "sqs:GetQueueAttributes letters",
        "sqs:StartMessageMoveTask letters",
        "sqs:ListMessageMoveTasks letters",
        "sqs:CancelMessageMoveTask letters",
        "sqs:SendMessage events",
        "sqs:GetQueueAttributes events",
      ]);
    });

    test("writes the logs of every function into a group that was made for it and forgets", () => {
      const groups = new Map(
        ofType("aws:cloudwatch/logGroup:LogGroup").map(({ name, inputs }) => [name, inputs]),
      );
      for (const { name, inputs } of functions()) {
        const retention = groups.get(inputs.loggingConfig.logGroup)?.["retentionInDays"];
        assert.ok(typeof retention === "number" && retention > 0, `${name} keeps its logs for ever`);
      }
    });

    test("reaches functions by their alias alone", () => {
      for (const { name, inputs } of ofType("aws:lambda/permission:Permission")) {
        assert.equal(inputs["qualifier"], "live", name);
      }
      for (const schedule of ofType("aws:scheduler/schedule:Schedule")) {
        assert.match(v.parse(v.object({ arn: v.string() }), schedule.inputs["target"]).arn, /-live$/);
      }
    });

    test("deploys the API again when its definition or a function behind it changes", () => {
      const [deployment] = ofType("aws:apigateway/deployment:Deployment");
      const { definition, ...uris } = v.parse(
        v.record(v.string(), v.string()),
        deployment?.inputs["triggers"],
      );
      assert.match(definition ?? "", /^[0-9a-f]{64}$/);
      assert.deepEqual(Object.keys(uris).sort(), ["ingest", "query"]);
    });

    queueTests(() => program);
    alarmTests(() => program);

    test("keeps the database private, encrypted and without a password that anybody could see", () => {
      const [database] = ofType("aws:rds/instance:Instance");
      const { publiclyAccessible, storageEncrypted, iamDatabaseAuthenticationEnabled, password } =
        database?.inputs ?? {};
      assert.deepEqual(
        { publiclyAccessible, storageEncrypted, iamDatabaseAuthenticationEnabled, password },
        {
          publiclyAccessible: false,
          storageEncrypted: true,
          iamDatabaseAuthenticationEnabled: true,
          password: undefined,
        },
      );
    });
  });
}

/** Neither a component of ours, nor the stack, nor a provider. */
function isChild(type: string): boolean {
  return !type.startsWith("fluxa:") && !type.startsWith("pulumi:");
}
