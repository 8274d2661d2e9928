import type { DatabaseEnvironment } from "./database-settings.ts";

/** How a function proves who it is: the password of its environment, or an IAM token. */
export function passwordOf(environment: DatabaseEnvironment): string | (() => Promise<string>) {
  return environment.DATABASE_PASSWORD ?? iamToken(environment);
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
