import * as pulumi from "@pulumi/pulumi";
import { environments, type FunctionName } from "../../runtime/env.ts";

/** Resources by which the rules of the alarms can be read without a program. */
export function watchedNames() {
  const name = pulumi.output("name");
  const functionNames = Object.fromEntries(Object.keys(environments).map((key) => [key, name])) as Record<
    FunctionName,
    pulumi.Output<string>
  >;
  return {
    apiName: name,
    stageName: "v1",
    queueName: name,
    deadLetterQueueName: name,
    databaseIdentifier: name,
    plannedConnections: 1,
    databaseStorageGb: 20,
    maxReceiveCount: 60,
    functionNames,
  };
}
