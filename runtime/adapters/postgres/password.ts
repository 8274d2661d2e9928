/** Who logs in where. */
interface Login {
  readonly DATABASE_HOST: string;
  readonly DATABASE_PORT: number;
  readonly DATABASE_USER: string;
  readonly DATABASE_PASSWORD?: string | undefined;
}

/** How a function proves who it is: the password of its environment, or an IAM token. */
export function passwordOf(login: Login): string | (() => Promise<string>) {
  return login.DATABASE_PASSWORD ?? iamToken(login);
}

/** A token is signed here, without a call, and holds for 15 minutes: each connection gets its own. */
function iamToken(login: Login): () => Promise<string> {
  return async () => {
    const { Signer } = await import("@aws-sdk/rds-signer");
    const signer = new Signer({
      hostname: login.DATABASE_HOST,
      port: login.DATABASE_PORT,
      username: login.DATABASE_USER,
    });
    return await signer.getAuthToken();
  };
}
