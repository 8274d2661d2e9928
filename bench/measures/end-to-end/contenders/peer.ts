import { once } from "node:events";
import { join } from "node:path";
import * as v from "valibot";
import { PeerInstance } from "../../../peers/instance.ts";
import type { Contender, ContenderName } from "../contender.ts";
import { startProgram } from "./child-process.ts";
import { storedIds } from "./stored-ids.ts";

/** A peer whose program says by a message where it is. */
export function peer(name: ContenderName, path: string, ...options: readonly string[]): Contender {
  return {
    name,
    async start(folder) {
      const program = startProgram(path, [join(folder, "data"), ...options], join(folder, "log"));
      const [message] = await Promise.race([once(program.child, "message"), program.ended]);
      const instance = v.parse(PeerInstance, message);
      return {
        ...instance,
        stored: () => storedIds(instance.databaseUrl, instance.idColumn),
        [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
      };
    },
  };
}
