import * as pulumi from "@pulumi/pulumi";
import { EventPipeline } from "./components/event-pipeline.ts";
import { EventStore } from "./components/event-store.ts";
import { IngestApi } from "./components/ingest-api.ts";
import { Observability } from "./components/observability.ts";
import { plannedConnections } from "./components/rules/connections.ts";
import { bundleCode } from "./components/support/code.ts";
import { readConfiguration } from "./components/support/configuration.ts";
import { byFunction } from "./components/support/deployed-function.ts";

const settings = readConfiguration();
const code = await bundleCode();
const prefix = `${pulumi.getProject()}-${pulumi.getStack()}`;

const store = new EventStore(`${prefix}-store`, { ...settings, code });
const { database, network, migration } = store;
const pipeline = new EventPipeline(`${prefix}-pipeline`, { ...settings, code, database, network, migration });
const { queue, deadLetterQueue, bucket, topic } = pipeline;
const api = new IngestApi(`${prefix}-api`, {
  ...settings,
  code,
  queue,
  bucket,
  database,
  network,
  migration,
});
const functions = { ...api.functions, ...pipeline.functions, ...store.functions };

export const functionNames = byFunction(functions, (deployed) => deployed.function.name);
export const operateFunctionName = functionNames.operate;
export const logGroupNames = byFunction(functions, ({ logGroup }) => logGroup.name);

const observability = new Observability(`${prefix}-watch`, {
  ...settings,
  apiName: api.apiName,
  stageName: api.stageName,
  queueName: queue.name,
  deadLetterQueueName: deadLetterQueue.name,
  databaseIdentifier: database.instanceIdentifier,
  plannedConnections: plannedConnections(settings),
  functionNames,
  logGroupNames,
});

export const endpoint = api.endpoint;
export const openApiUrl = pulumi.interpolate`${api.endpoint}/v1/openapi.json`;
export const apiKeyIds = api.apiKeyIds;
export const apiKeys = api.apiKeys;
export const topicArn = topic.arn;
export const queueUrl = queue.url;
export const deadLetterQueueUrl = deadLetterQueue.url;
export const payloadBucket = bucket.bucket;
export const databaseEndpoint = database.host;
export const dashboardUrl = observability.dashboardUrl;
export const alarmTopicArn = observability.alarmTopicArn;
