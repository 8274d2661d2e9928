import { readFileSync } from "node:fs";

/**
 * The root certificates of RDS in this region, which travel beside the bundle: a function trusts
 * these and no others when it connects to the database.
 * @throws Error when the region has none.
 */
export function trustedRoots(
  region: string | undefined,
  folder = new URL("./rds-ca/", import.meta.url),
): string {
  try {
    return readFileSync(new URL(`${region}.pem`, folder), "utf8");
  } catch (cause) {
    throw new Error(
      `There are no RDS root certificates for the region ${region}, so the database cannot be told from an impostor. ` +
        "Deploy to a region that the program accepts; DATABASE_TLS=off is for a database on the same machine only.",
      { cause },
    );
  }
}
