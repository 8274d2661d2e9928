import assert from "node:assert/strict";
import { JsonFault } from "../../../runtime/core/json/json-fault.ts";

/** The fault that reading ends with; undefined when there is none. */
export function faultOf(read: () => unknown): JsonFault | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof JsonFault, String(error));
    return error;
  }
}
