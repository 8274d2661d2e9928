import { sql } from "slonik";
import * as v from "valibot";

const SentBefore = v.strictObject({ letterId: v.string() });

/** Those of the letters that a redrive has sent back before. Call with `any`. */
export const sentBefore = (id: string, letterIds: readonly string[]) => sql.type(SentBefore)`
  select letter_id as "letterId" from redriven
  where redrive_id = ${id}::uuid and letter_id = any(${sql.array(letterIds, "text")})
`;
