import type * as pulumi from "@pulumi/pulumi";
import type { EnvironmentInput, FunctionName } from "../../runtime/env.ts";

/** Variables that have no place on AWS, that Lambda sets, or that only one function has. */
type Optional = "DATABASE_PASSWORD" | "DATABASE_SECRET_ARN" | "LOG_LEVEL" | "AWS_REGION";

/** Everything that a function reads from its environment: a variable that is forgotten does not compile. */
export type DeployedEnvironment<Name extends FunctionName> = {
  readonly [Key in Exclude<keyof EnvironmentInput<Name>, Optional>]-?: pulumi.Input<string>;
} & {
  readonly [Key in Extract<
    keyof EnvironmentInput<Name>,
    "DATABASE_SECRET_ARN" | "LOG_LEVEL"
  >]?: pulumi.Input<string>;
};
