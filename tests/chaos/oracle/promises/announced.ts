import { checkTrails, type Promised } from "../promise.ts";

/** SNS delivers at least once, and so does Fluxa; what is stored only is heard of by nobody. */
export const announced: Promised = {
  promise: "each stored event is announced, and noted as such",
  check: (_evidence, trails) =>
    checkTrails(
      trails.filter(({ rows, claims, heard }) => rows.length + claims.length + heard.length > 0),
      ({ rows, claims, heard }) => {
        const faults: string[] = [];
        if (rows.length > 0 && heard.length === 0) faults.push("it is stored and was never announced");
        if (rows.length === 0 && heard.length > 0) faults.push("it was announced and is not stored");
        for (const { notifiedAt } of claims) {
          if (notifiedAt === null) faults.push("its claim does not say that it was announced");
        }
        return faults;
      },
    ),
};
