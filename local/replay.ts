import { replay } from "./operate/replay/tool.ts";
import { runTool } from "./operate/run-tool.ts";

process.exitCode = await runTool(replay, process.argv.slice(2));
