import { limits } from "../../contract/limits.ts";
import { type CheckedItem, JsonReader, strict } from "./json-reader.ts";

/**
 * Reads a text as RFC 8259 has it and by Fluxa's own rules, exactly but slowly; for texts that are
 * suspect already, and for the oracle of the tests.
 * @throws JsonFault at the first fault.
 */
export function checkJson(text: string): void {
  new JsonReader(text, strict).check();
}

/**
 * Reads a list as {@link checkJson} does, but goes on behind an item that cannot be kept, and gives
 * each item the depth that it would have alone. Of a longer list it gives one item more than `most`.
 * @throws JsonFault when the text is no JSON, or no list and cannot be kept.
 */
export function checkItems(text: string, most: number): readonly CheckedItem[] {
  if (!/^[ \t\n\r]*\[/.test(text)) checkJson(text);
  return new JsonReader(text, { deepest: limits.nestingDepth + 1, endsAtFault: false }).checkItems(most);
}
