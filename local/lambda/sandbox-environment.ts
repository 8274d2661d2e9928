import { randomUUID } from "node:crypto";
import type { FunctionConfiguration } from "./function.ts";

/** The variables of a sandbox: the function's, its own, and those that Lambda sets, and none of this process. */
export function sandboxEnvironment(
  configuration: FunctionConfiguration,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const { name, folder, memoryMb, environment } = configuration;
  const logStream = `local/[$LATEST]${randomUUID().replaceAll("-", "")}`;
  return {
    ...environment,
    ...own,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    _HANDLER: "index.handler",
    LAMBDA_TASK_ROOT: folder,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
  };
}
