import { deadEvents } from "./operate/dead-events/tool.ts";
import { runTool } from "./operate/run-tool.ts";

process.exitCode = await runTool(deadEvents, process.argv.slice(2));
