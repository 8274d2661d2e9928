import { clientDefaults } from "../aws-client.ts";
import type { DatabaseEnvironment } from "./database-settings.ts";

/** How a function proves who it is: the password of its environment, one from Secrets Manager, or an IAM token. */
export function passwordOf(environment: DatabaseEnvironment): string | (() => Promise<string>) {
  const { DATABASE_PASSWORD: password, DATABASE_SECRET_ARN: secretArn } = environment;
  if (password !== undefined) return password;
  return secretArn === undefined ? iamToken(environment) : secret(secretArn);
}

/** A token is signed here, without a call, and holds for 15 minutes: each connection gets its own. */
function iamToken(environment: DatabaseEnvironment): () => Promise<string> {
  return async () => {
    const { Signer } = await import("@aws-sdk/rds-signer");
    const signer = new Signer({
      hostname: environment.DATABASE_HOST,
      port: environment.DATABASE_PORT,
      username: environment.DATABASE_USER,
    });
    return await signer.getAuthToken();
  };
}

function secret(secretArn: string): () => Promise<string> {
  return async () => {
    const { GetSecretValueCommand, SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
    const client = new SecretsManagerClient(clientDefaults);
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
      if (SecretString === undefined || SecretString === "") {
        throw new Error(
          `The secret ${secretArn} holds no text, so there is no password to log in with. Deploy the stack again.`,
        );
      }
      return SecretString;
    } finally {
      client.destroy();
    }
  };
}
