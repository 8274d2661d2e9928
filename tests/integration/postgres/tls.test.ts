import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { createTestDatabase, password, type TestDatabase } from "../../support/postgres/test-database.ts";
import { until } from "../../support/until.ts";

const run = promisify(execFile);

interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

let database: TestDatabase;
let administrator: DatabasePool;
let roots: Certificate;
let address = "";
before(async () => {
  database = await createTestDatabase();
  administrator = await database.pool("superuser");
  address = database.settings("superuser").host;
  roots = await makeCertificate(address);
  await installCertificate(administrator, roots);
  // The server reads its configuration again a moment after it was told to.
  await until("the server to offer TLS", async () => {
    const pool = await database.pool("fluxa_processor", { tls: "verify", ca: roots.certificate });
    return (await usesTls(pool)) || undefined;
  });
});
after(async () => {
  await administrator.query(sql.unsafe`alter system reset ssl`);
  await administrator.query(sql.unsafe`select pg_reload_conf()`);
  await database.drop();
});

const UsesTls = v.strictObject({ ssl: v.boolean() });

function usesTls(pool: DatabasePool): Promise<boolean> {
  return pool.oneFirst(sql.type(UsesTls)`select ssl from pg_stat_ssl where pid = pg_backend_pid()`);
}

test("a function reaches a database whose certificate its roots vouch for, and asks for a password for each connection", async () => {
  let asked = 0;
  const pool = await database.pool("fluxa_processor", {
    tls: "verify",
    ca: roots.certificate,
    poolSize: 2,
    password: async () => {
      asked++;
      return password;
    },
  });
  const both = await Promise.all([usesTls(pool), pool.connect(async (held) => held.oneFirst(slow))]);
  assert.deepEqual(both, [true, true]);
  assert.ok(asked >= 2, `asked ${asked} times`);
});

const slow = sql.type(UsesTls)`
  select ssl from pg_stat_ssl, pg_sleep(0.3) where pid = pg_backend_pid()
`;

test("a database whose certificate is from somebody else is not talked to", async () => {
  const others = await makeCertificate(address);
  const pool = await database.pool("fluxa_processor", { tls: "verify", ca: others.certificate });
  await assert.rejects(usesTls(pool), (error: Error) => {
    assert.match(causes(error), /self-signed certificate|unable to verify/);
    return true;
  });
});

function causes(error: unknown): string {
  return error instanceof Error ? `${error.message} ${causes(error.cause)}` : "";
}

async function makeCertificate(host: string): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), "fluxa-tls-"));
  const kind = /^[\d.]+$/.test(host) ? "IP" : "DNS";
  try {
    const options = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test"];
    const files = ["-keyout", join(folder, "key"), "-out", join(folder, "certificate")];
    await run("openssl", [...options, ...files, "-addext", `subjectAltName=${kind}:${host}`]);
    return {
      certificate: await readFile(join(folder, "certificate"), "utf8"),
      key: await readFile(join(folder, "key"), "utf8"),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Only the server can write where it looks for its certificate. */
async function installCertificate(pool: DatabasePool, { certificate, key }: Certificate): Promise<void> {
  await writeOnServer(pool, "test.crt", certificate);
  await writeOnServer(pool, "test.key", key);
  await pool.query(sql.unsafe`alter system set ssl_cert_file = 'test.crt'`);
  await pool.query(sql.unsafe`alter system set ssl_key_file = 'test.key'`);
  await pool.query(sql.unsafe`alter system set ssl = on`);
  await pool.query(sql.unsafe`select pg_reload_conf()`);
}

/** PostgreSQL runs programs in its data directory. */
async function writeOnServer(pool: DatabasePool, file: string, text: string): Promise<void> {
  const lines = sql.literalValue(text.trim());
  const program = sql.literalValue(`cat > ${file} && chmod 600 ${file}`);
  await pool.query(
    sql.unsafe`copy (select unnest(string_to_array(${lines}, chr(10)))) to program ${program}`,
  );
}
