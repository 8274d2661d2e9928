import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { clientDefaults } from "../aws-client.ts";

/** The password that a secret of Secrets Manager holds as text, asked for at each connection. */
export function secretPassword(secretArn: string): () => Promise<string> {
  return async () => {
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
