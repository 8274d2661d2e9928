import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import openapi from "../../runtime/contract/openapi.json" with { type: "json" };
import { type ApiLogs, accessLogs } from "./access-logs.ts";
import type { DeployedFunction } from "./deployed-function.ts";
import { type GatewayFunction, gatewayDocument, stageName } from "./gateway-document.ts";

/** The functions behind the gateway. */
export type GatewayFunctions = Readonly<Record<GatewayFunction, DeployedFunction>>;

export interface RestApi {
  readonly api: aws.apigateway.RestApi;
  readonly stage: aws.apigateway.Stage;
}

/** Requests a second that anybody may send to the health check, which needs no key. */
const healthRate = { throttlingRateLimit: 10, throttlingBurstLimit: 20 };

/** The REST API of the generated OpenAPI document, deployed again whenever that changes. */
export function createRestApi(
  parent: pulumi.ComponentResource,
  prefix: string,
  functions: GatewayFunctions,
  logs: { readonly apiLogs: ApiLogs; readonly logRetentionDays: number },
): RestApi {
  const uris = { ingest: functions.ingest.alias.invokeArn, query: functions.query.alias.invokeArn };
  const api = new aws.apigateway.RestApi(
    `${prefix}-rest`,
    {
      body: pulumi.jsonStringify(pulumi.output(uris).apply((known) => gatewayDocument(openapi, known))),
      // Resources beside the body would be wiped by its next import, so all is inside it.
      putRestApiMode: "overwrite",
      failOnWarnings: true,
      endpointConfiguration: { types: "REGIONAL" },
    },
    { parent },
  );
  const invocable = letInvoke(parent, prefix, api, functions);
  const deployment = deploy(parent, prefix, api, uris, invocable);
  const stage = createStage(parent, prefix, api, deployment, logs);
  new aws.apigateway.MethodSettings(
    `${prefix}-health-rate`,
    { restApi: api.id, stageName: stage.stageName, methodPath: "health/GET", settings: healthRate },
    { parent },
  );
  return { api, stage };
}

function letInvoke(
  parent: pulumi.ComponentResource,
  prefix: string,
  api: aws.apigateway.RestApi,
  functions: GatewayFunctions,
): pulumi.Resource[] {
  return Object.entries(functions).map(
    ([name, { alias }]) =>
      new aws.lambda.Permission(
        `${prefix}-invoke-${name}`,
        {
          action: "lambda:InvokeFunction",
          function: alias.functionName,
          qualifier: alias.name,
          principal: "apigateway.amazonaws.com",
          sourceArn: pulumi.interpolate`${api.executionArn}/${stageName}/*/*`,
        },
        { parent },
      ),
  );
}

/** Without the triggers the stage would serve its first definition for ever. */
function deploy(
  parent: pulumi.ComponentResource,
  prefix: string,
  api: aws.apigateway.RestApi,
  uris: Readonly<Record<GatewayFunction, pulumi.Output<string>>>,
  invocable: pulumi.Resource[],
): aws.apigateway.Deployment {
  const definition = JSON.stringify(gatewayDocument(openapi, { ingest: "ingest", query: "query" }));
  const triggers = { definition: createHash("sha256").update(definition).digest("hex"), ...uris };
  return new aws.apigateway.Deployment(
    `${prefix}-deployment`,
    { restApi: api.id, triggers },
    { parent, dependsOn: invocable },
  );
}

function createStage(
  parent: pulumi.ComponentResource,
  prefix: string,
  api: aws.apigateway.RestApi,
  deployment: aws.apigateway.Deployment,
  { apiLogs, logRetentionDays }: { readonly apiLogs: ApiLogs; readonly logRetentionDays: number },
): aws.apigateway.Stage {
  const { settings, after } = accessLogs(parent, prefix, apiLogs, logRetentionDays);
  return new aws.apigateway.Stage(
    `${prefix}-stage`,
    {
      restApi: api.id,
      deployment: deployment.id,
      stageName,
      ...(settings !== undefined && { accessLogSettings: settings }),
    },
    { parent, dependsOn: after },
  );
}
