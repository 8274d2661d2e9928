/** One short line a request, as API Gateway fills it in: logs are billed by their bytes. */
export const accessLogFormat = JSON.stringify({
  time: "$context.requestTimeEpoch",
  requestId: "$context.requestId",
  apiKeyId: "$context.identity.apiKeyId",
  method: "$context.httpMethod",
  path: "$context.path",
  status: "$context.status",
  error: "$context.error.responseType",
  milliseconds: "$context.responseLatency",
  bytes: "$context.responseLength",
});
