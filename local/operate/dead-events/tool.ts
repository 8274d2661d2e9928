import type { Tool } from "../tool.ts";
import { exitCodeOf } from "./exit-code.ts";
import { printed } from "./print-answer.ts";
import { readCommand } from "./read-command.ts";
import { usage } from "./usage.ts";

/** Looks at dead events and sends them back. */
export const deadEvents: Tool = { name: "dead-events", usage, read: readCommand, printed, exitCodeOf };
