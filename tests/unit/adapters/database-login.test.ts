import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { DatabaseEnvironment } from "../../../runtime/adapters/postgres/database-settings.ts";
import { passwordOf } from "../../../runtime/adapters/postgres/password.ts";
import { trustedRoots } from "../../../runtime/adapters/postgres/trusted-roots.ts";
import { rdsCertificates } from "../../../runtime/rds-certificates.ts";

const environment: DatabaseEnvironment = {
  DATABASE_HOST: "db.example.com",
  DATABASE_PORT: 5432,
  DATABASE_NAME: "fluxa",
  DATABASE_USER: "fluxa_processor",
  DATABASE_TLS: "verify",
  POOL_SIZE: 2,
  STATEMENT_TIMEOUT_MS: 1_000,
  AWS_REGION: "eu-west-1",
};

suite("a function's login to the database", () => {
  test("is the password of its environment where there is one", () => {
    assert.equal(passwordOf({ ...environment, DATABASE_PASSWORD: "local" }), "local");
  });

  test("is otherwise an IAM token for its host, port and user, signed anew for each connection", async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
    });
    try {
      const password = passwordOf(environment);
      assert.equal(typeof password, "function");
      const token = typeof password === "function" ? await password() : password;
      const url = new URL(`https://${token}`);
      assert.equal(url.host, "db.example.com:5432");
      assert.equal(url.searchParams.get("Action"), "connect");
      assert.equal(url.searchParams.get("DBUser"), "fluxa_processor");
      assert.equal(url.searchParams.get("X-Amz-Expires"), "900");
      assert.match(
        url.searchParams.get("X-Amz-Credential") ?? "",
        /^AKIDEXAMPLE\/\d{8}\/eu-west-1\/rds-db\/aws4_request$/,
      );
    } finally {
      process.env = before;
    }
  });
});

suite("the root certificates that a function trusts", () => {
  test("are those of its region alone, and none of them is near its end", () => {
    const inAYear = Date.now() + 365 * 24 * 60 * 60 * 1_000;
    for (const [region, pem] of rdsCertificates()) {
      const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
      assert.equal(certificates.length, 3, region);
      for (const certificate of certificates.map((text) => new X509Certificate(text))) {
        assert.ok(certificate.subject.includes(`Amazon RDS ${region} Root CA`), certificate.subject);
        assert.ok(certificate.ca && certificate.verify(certificate.publicKey));
        assert.ok(
          Date.parse(certificate.validTo) > inAYear,
          `${certificate.subject} ends at ${certificate.validTo}`,
        );
      }
    }
  });

  test("are read from beside the bundle, and a region without any is refused", async () => {
    const folder = await mkdtemp(join(tmpdir(), "fluxa-roots-"));
    try {
      await writeFile(join(folder, "eu-west-1.pem"), "roots");
      const here = pathToFileURL(`${folder}/`);
      assert.equal(trustedRoots("eu-west-1", here), "roots");
      assert.throws(
        () => trustedRoots("xx-nowhere-1", here),
        /no RDS root certificates for the region xx-nowhere-1/,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
