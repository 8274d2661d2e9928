import { type Interceptor, SchemaValidationError } from "slonik";

/**
 * Parses each row with the Standard Schema that was given to `sql.type`; slonik leaves that to the
 * application. A row that does not match throws `SchemaValidationError`.
 */
export const resultParser: Interceptor = {
  name: "result-parser",
  transformRow: ({ resultParser: schema }, query, row) => {
    if (schema === undefined) return row;
    const result = schema["~standard"].validate(row);
    if (result instanceof Promise) throw new TypeError("The schema of a row must not be asynchronous.");
    if (result.issues !== undefined) throw new SchemaValidationError(query, row, result.issues);
    return result.value as typeof row;
  },
};
