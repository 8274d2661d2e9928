import type { Context } from "aws-lambda";
import { type MigrationResult, migrate } from "../../sql/migrate.ts";
import { structuredLog } from "../adapters/log.ts";
import { databaseSettings } from "../adapters/postgres/database-settings.ts";
import { secretPassword } from "../adapters/postgres/secret-password.ts";
import { readEnvironment } from "../env.ts";

const env = readEnvironment("migrate", process.env);
const log = structuredLog("migrate", env.LOG_LEVEL);
const { DATABASE_PASSWORD: password, DATABASE_SECRET_ARN: secretArn } = env;
const login = password ?? (secretArn === undefined ? undefined : secretPassword(secretArn));

/** Brings the database up to date; run at every deployment, before the processor changes. */
export async function handler(
  _event: unknown,
  { awsRequestId: correlationId }: Context,
): Promise<MigrationResult> {
  try {
    const result = await migrate(databaseSettings(env, login), (file) =>
      log.info("migration applied", { correlationId, file }),
    );
    log.info("database up to date", { correlationId, hash: result.hash });
    return result;
  } catch (error) {
    log.error("migration failed", { correlationId, error });
    throw error;
  }
}
