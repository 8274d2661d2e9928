import type { Service } from "./call.ts";

/** An answer as a service gives it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How each service says that it cannot take more. */
export const refusals: Readonly<Record<Service, Answer>> = {
  sqs: {
    status: 403,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-query-error": "RequestThrottled;Sender",
    },
    body: JSON.stringify({
      __type: "com.amazonaws.sqs#RequestThrottled",
      message: "The request was denied due to request throttling.",
    }),
  },
  sns: {
    status: 429,
    headers: { "content-type": "text/xml" },
    body: '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>Throttled</Code><Message>Rate exceeded</Message></Error></ErrorResponse>',
  },
  s3: {
    status: 503,
    headers: { "content-type": "application/xml" },
    body: "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>",
  },
};

export const noSuchKey: Answer = {
  status: 404,
  headers: { "content-type": "application/xml" },
  body: "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>",
};
