import type { Victim } from "../lambda/function.ts";

/** The sandboxes of all functions by the names under which those that they call know them. */
export class Sandboxes {
  readonly #byName = new Map<string, Victim>();
  readonly #names = new WeakMap<Victim, string>();
  #born = 0;

  /** @returns Its name. */
  add(functionName: string, sandbox: Victim): string {
    for (const [name, { dead }] of this.#byName) if (dead) this.#byName.delete(name);
    this.#born += 1;
    const name = `${functionName}-${this.#born}`;
    this.#byName.set(name, sandbox);
    this.#names.set(sandbox, name);
    return name;
  }

  nameOf(sandbox: Victim): string {
    return this.#names.get(sandbox) ?? "";
  }

  crash(name: string): void {
    this.#byName.get(name)?.crash();
  }
}

/** The function that a sandbox of this name belongs to. */
export function functionOf(name: string): string {
  return name.slice(0, name.lastIndexOf("-"));
}
