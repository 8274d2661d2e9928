import type { Tool } from "../tool.ts";
import { exitCodeOf } from "./exit-code.ts";
import { printed } from "./print-answer.ts";
import { readCommand } from "./read-command.ts";
import { usage } from "./usage.ts";

/** Announces stored events again. */
export const replay: Tool = { name: "replay", usage, read: readCommand, printed, exitCodeOf };
