import { authorized, transaction } from "../local/events.ts";

const without = (member: string) =>
  Object.fromEntries(Object.entries(transaction()).filter(([name]) => name !== member));
/** An event that would be taken as it is. */
export const whole = JSON.stringify(authorized("refused"));
const withData = (member: string) => whole.replace('"userId":"user-1"', `"userId":"user-1",${member}`);
const withMetadata = (json: string) => withData(`"metadata":{"a":${json}}`);

/** Bodies that no route takes, each with its problem; none of their ids is ever stored. */
export const refusedBodies = [
  { what: "malformed JSON", body: '{"type":', status: 400, code: "malformed_body" },
  { what: "an empty body", body: "", status: 400, code: "malformed_body" },
  { what: "a JSON array", body: "[]", status: 400, code: "malformed_body" },
  { what: "a JSON string", body: '"event"', status: 400, code: "malformed_body" },
  {
    what: "an unknown type",
    body: JSON.stringify({ ...authorized("refused"), type: "transaction.imagined" }),
    status: 422,
    code: "unknown_type",
  },
  {
    what: "a missing type",
    body: JSON.stringify({ data: transaction() }),
    status: 422,
    code: "schema_violation",
    path: "/type",
  },
  {
    what: "a missing field",
    body: JSON.stringify(authorized("refused", without("amount"))),
    status: 422,
    code: "schema_violation",
    path: "/data/amount",
  },
  {
    what: "a mistyped field",
    body: JSON.stringify(authorized("refused", { ...transaction(), amount: "19.99" })),
    status: 422,
    code: "schema_violation",
    path: "/data/amount",
  },
  {
    what: "a nested mistyped field",
    body: whole.replace('"Corner Shop"', "7"),
    status: 422,
    code: "schema_violation",
    path: "/data/merchant/name",
  },
  {
    what: "NUL in a text",
    body: withMetadata('"\\u0000"'),
    status: 422,
    code: "unfaithful_json",
    path: "/data/metadata/a",
  },
  {
    what: "a lone surrogate",
    body: withMetadata('"\\ud800"'),
    status: 422,
    code: "unfaithful_json",
    path: "/data/metadata/a",
  },
  {
    what: "a key that comes twice",
    body: withData('"amount":1'),
    status: 422,
    code: "unfaithful_json",
    path: "/data/amount",
  },
  {
    what: "1e999",
    body: withMetadata("1e999"),
    status: 422,
    code: "unfaithful_json",
    path: "/data/metadata/a",
  },
  {
    what: "nesting of 3,000",
    body: withMetadata("[".repeat(3_000) + "]".repeat(3_000)),
    status: 422,
    code: "unfaithful_json",
  },
] as const;
