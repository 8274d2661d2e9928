import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Instance, readInstance } from "../../../../local/data-directory/instance-file.ts";
import { dataPaths } from "../../../../local/data-directory/paths.ts";
import type { Contender } from "../contender.ts";
import { startProgram } from "./child-process.ts";
import { storedIds } from "./stored-ids.ts";

const lookEveryMs = 50;

/** Fluxa as `npm start` runs it. */
export const fluxa: Contender = {
  name: "fluxa",
  async start(folder) {
    const dataDir = join(folder, "data");
    const program = startProgram(
      "local/main.ts",
      ["--port", "0", "--data-dir", dataDir],
      join(folder, "log"),
    );
    const instance = await Promise.race([running(dataDir), program.ended]);
    return {
      ...instance,
      apiKey: "local-dev-key",
      stored: () => storedIds(instance.databaseUrl, "source_id"),
      [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
    };
  },
};

/** Resolves once it answers. */
async function running(dataDir: string): Promise<Instance> {
  for (;;) {
    const instance = await readInstance(dataPaths(dataDir).instance);
    if (instance !== undefined) return instance;
    await sleep(lookEveryMs);
  }
}
