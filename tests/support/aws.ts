import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";

/** SQS, SNS and S3 on a free port, and clients for them; the environment leads the bundled clients there too. */
export async function startAws() {
  const server = await startFauxqs({ port: 0, logger: false });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: server.address,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  return { server, sqs: new SQSClient(), sns: new SNSClient() };
}
