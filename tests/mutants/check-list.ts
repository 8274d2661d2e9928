import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mutant } from "./mutant.ts";

/** What is wrong with a list before anything is run, a sentence each: it must follow the code that it mutates. */
export async function listFaults(mutants: readonly Mutant[], folder: string): Promise<readonly string[]> {
  const faults = await Promise.all(mutants.map((mutant) => faultOf(mutant, folder)));
  const names = mutants.map(({ name }) => name);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...faults.filter((fault) => fault !== undefined),
    ...repeated.map((name) => `Two mutants are called ${name}: give one another name.`),
  ];
}

async function faultOf({ name, file, find, replace }: Mutant, folder: string): Promise<string | undefined> {
  const source = await readFile(join(folder, file), "utf8").catch(() => undefined);
  if (source === undefined) return `${name}: there is no file ${file} any more; name the one that it became.`;
  const places = source.split(find).length - 1;
  if (places !== 1) {
    return `${name}: its text to find is ${places} times in ${file} and must be there once; take it from the code as it is now.`;
  }
  if (find === replace) return `${name}: it replaces its text by the same.`;
  return undefined;
}
