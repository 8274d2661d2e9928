import { after } from "node:test";

const pending: (() => unknown)[] = [];

// Registered while the file is loaded: inside a hook, `after` would belong to that hook.
after(async () => {
  for (const work of pending.reverse()) await work();
});

/** Does this after all tests of the file; what was asked for last is done first. */
export function afterAll(work: () => unknown): void {
  pending.push(work);
}
