import type * as pulumi from "@pulumi/pulumi";
import type { EnvironmentInput, FunctionName } from "../../runtime/env.ts";

/** Variables that have no place on AWS, or only in one function. */
type Optional = "DATABASE_PASSWORD" | "DATABASE_SECRET_ARN" | "LOG_LEVEL";

/** Everything that a function reads from its environment: a variable that is forgotten does not compile. */
export type DeployedEnvironment<Name extends FunctionName> = {
  readonly [Key in Exclude<keyof EnvironmentInput<Name>, Optional>]-?: pulumi.Input<string>;
} & {
  readonly [Key in Extract<keyof EnvironmentInput<Name>, "DATABASE_SECRET_ARN" | "LOG_LEVEL">]?: pulumi.Input<string>;
};
