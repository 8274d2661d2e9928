import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { FunctionPool } from "../../../local/lambda/function-pool.ts";

const source = `
let invocations = 0;
export async function handler(event, context) {
  invocations += 1;
  if (event.print) console.log(event.print);
  if (event.throw) throw new TypeError("on purpose");
  if (event.exit) process.exit(7);
  if (event.spin) for (;;);
  if (event.pause) await new Promise((resolve) => setTimeout(resolve, event.pause));
  return { invocations, name: context.functionName, home: process.env.HOME, own: process.env.OWN };
}
`;

let folder: string;
const lines: string[] = [];
const pools: FunctionPool[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "fluxa-pool-"));
  await writeFile(join(folder, "index.mjs"), source);
});

after(async () => {
  await Promise.all(pools.map((pool) => pool.stop()));
  await rm(folder, { recursive: true });
});

function pool(concurrency: number): FunctionPool {
  const configuration = {
    name: "tried",
    folder,
    environment: { OWN: "1" },
    timeoutMs: 2_000,
    memoryMb: 128,
    concurrency,
  };
  const made = new FunctionPool(configuration, {
    line: (_name, line) => lines.push(line),
    failed: () => undefined,
  });
  pools.push(made);
  return made;
}

const invoke = async (target: FunctionPool, event: object) => {
  const result = await target.invoke(JSON.stringify(event));
  return result.ok ? JSON.parse(result.payload) : result.errorType;
};

test("a sandbox is kept warm, and sees its own variables and none of this process", async () => {
  const target = pool(1);
  const variables = { name: "tried", own: "1" };

  assert.deepEqual(await invoke(target, {}), { ...variables, invocations: 1 });
  assert.deepEqual(await invoke(target, {}), { ...variables, invocations: 2 });
});

test("invocations at the same time have sandboxes of their own, up to the concurrency", async () => {
  const target = pool(2);

  const results = await Promise.all(Array.from({ length: 4 }, () => invoke(target, { pause: 20 })));

  assert.equal(results.filter(({ invocations }) => invocations === 1).length, 2);
});

test("an error is reported and the sandbox lives on", async () => {
  const target = pool(1);

  assert.equal(await invoke(target, { throw: true }), "TypeError");
  assert.equal((await invoke(target, {})).invocations, 2);
});

for (const [what, event, errorType] of [
  ["ends its process", { exit: true }, "Runtime.ExitError"],
  ["never comes to an end", { spin: true }, "Sandbox.Timedout"],
] as const) {
  test(`a function that ${what} fails that invocation alone, and gets a new sandbox`, async () => {
    const target = pool(1);

    assert.equal(await invoke(target, event), errorType);
    assert.equal((await invoke(target, {})).invocations, 1);
  });
}

test("a bundle that cannot be loaded fails its invocations", async () => {
  const target = new FunctionPool(
    {
      name: "absent",
      folder: join(folder, "none"),
      environment: {},
      timeoutMs: 2_000,
      memoryMb: 128,
      concurrency: 1,
    },
    { line: () => undefined, failed: () => undefined },
  );
  pools.push(target);

  const result = await target.invoke("{}");

  assert.ok(!result.ok && /Cannot find module/.test(result.errorMessage));
});

test("what a function prints is heard line by line", async () => {
  const target = pool(1);

  await invoke(target, { print: "one\ntwo" });
  await target.stop();

  assert.deepEqual(lines.slice(-2), ["one", "two"]);
});
