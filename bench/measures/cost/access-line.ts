import { accessLogFormat } from "../../../components/support/access-log-format.ts";

/** Values as long as those that API Gateway fills in. */
const values: Readonly<Record<string, string>> = {
  "$context.requestTimeEpoch": "1795400000000",
  "$context.requestId": "f7a1c2d4-5b6e-4f80-91a2-b3c4d5e6f708",
  "$context.identity.apiKeyId": "a1b2c3d4e5",
  "$context.httpMethod": "POST",
  "$context.path": "/live/v1/events",
  "$context.status": "202",
  "$context.error.responseType": "-",
  "$context.responseLatency": "48",
  "$context.responseLength": "275",
};

/**
 * A line of the access log.
 * @throws Error when the format names something whose length is not known here.
 */
export function accessLine(format: string = accessLogFormat): string {
  return format.replaceAll(/\$context[\w.]+/g, (name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The access log has ${name}, whose length is not known.`);
    return value;
  });
}
