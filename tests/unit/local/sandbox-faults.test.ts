import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parseRules } from "../../../local/faults/rule.ts";
import { strikeInvocation } from "../../../local/faults/strike-invocation.ts";
import type { Victim } from "../../../local/lambda/function.ts";
import { FunctionPool } from "../../../local/lambda/function-pool.ts";

// What handlers do: they keep the clock that they find when they are loaded.
const source = `
const now = Date.now;
let invocations = 0;
export async function handler(event, context) {
  invocations += 1;
  if (event.pause) await new Promise((resolve) => setTimeout(resolve, event.pause));
  return {
    invocations,
    own: process.env.OWN,
    clocks: [now(), Date.now(), new Date().getTime(), Date.parse(Date())],
    kept: [new Date(5).getTime(), new Date() instanceof Date, Date.UTC(1970, 0, 2)],
    remaining: context.getRemainingTimeInMillis(),
  };
}
`;

let folder: string;
const pools: FunctionPool[] = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "fluxa-sandbox-"));
  await writeFile(join(folder, "index.mjs"), source);
});
after(async () => {
  await Promise.all(pools.map((pool) => pool.stop()));
  await rm(folder, { recursive: true });
});

/** A function whose next invocation is struck by `rule.current`. */
function struckPool(concurrency = 1) {
  const rule: { current: string | undefined } = { current: undefined };
  const frozen: Victim[] = [];
  let born = 0;
  const pool = new FunctionPool(
    {
      name: "struck",
      folder,
      environment: { OWN: "shared" },
      timeoutMs: 10_000,
      memoryMb: 128,
      concurrency,
      faults: {
        born: () => {
          born += 1;
          return { OWN: `struck-${born}` };
        },
        around: (sandbox, _event, invoke) => {
          const [parsed] = rule.current === undefined ? [] : parseRules([rule.current]);
          if (parsed === undefined) return invoke();
          return strikeInvocation(parsed, sandbox, invoke, async (victim, ms) => {
            frozen.push(victim);
            await victim.freeze(ms);
          });
        },
      },
    },
    { line: () => undefined, failed: () => undefined },
  );
  pools.push(pool);
  const invoke = async (event: object = {}, struckBy?: string) => {
    rule.current = struckBy;
    const result = await pool.invoke(JSON.stringify(event));
    return result.ok ? JSON.parse(result.payload) : result.errorType;
  };
  return { pool, invoke, frozen };
}

test("each sandbox has variables of its own", async () => {
  const { invoke } = struckPool(2);

  const results = await Promise.all([invoke({ pause: 50 }), invoke({ pause: 50 })]);

  assert.deepEqual(results.map(({ own }) => own).toSorted(), ["struck-1", "struck-2"]);
});

test("a throttled invocation reaches no sandbox", async () => {
  const { invoke } = struckPool();

  assert.equal(await invoke({}, "process=throttle"), "TooManyRequestsException");
  assert.equal((await invoke()).invocations, 1);
});

for (const rule of ["process=crash", "process=crash-after"]) {
  test(`${rule} fails the invocation, and the next one has a new sandbox`, async () => {
    const { invoke } = struckPool();
    await invoke();

    assert.equal(await invoke({}, rule), "Runtime.ExitError");
    const { invocations, own } = await invoke();
    assert.deepEqual({ invocations, own }, { invocations: 1, own: "struck-2" });
  });
}

test("a clock jumps for the sandbox and not for Lambda's time limit", async () => {
  const { invoke } = struckPool();
  const hour = 3_600_000;

  const { clocks, kept, remaining } = await invoke({}, `process=jump:${hour}`);

  for (const clock of clocks) assert.ok(Math.abs(clock - Date.now() - hour) < 60_000, `${clock}`);
  assert.deepEqual(kept, [5, true, 86_400_000]);
  assert.ok(remaining > 0 && remaining <= 10_000, `${remaining}`);
  const back = await invoke({}, `process=jump:${-2 * hour}`);
  for (const clock of back.clocks) assert.ok(Math.abs(clock - Date.now() + hour) < 60_000, `${clock}`);
});

test("a frozen sandbox stands still before its invocation, and is the same after it", async () => {
  const { invoke, frozen } = struckPool();
  await invoke();
  const start = Date.now();

  const { invocations } = await invoke({}, "process=freeze:300");

  assert.equal(invocations, 2);
  assert.equal(frozen.length, 1);
  assert.ok(Date.now() - start >= 300);
});

test("all sandboxes can be reached between their invocations, those that are busy after it", async () => {
  const { pool, invoke } = struckPool(2);
  await Promise.all([invoke({ pause: 20 }), invoke({ pause: 20 })]);
  const ended: string[] = [];
  const busy = invoke({ pause: 200 }).then(() => ended.push("invocation"));

  const reached: Victim[] = [];
  await pool.betweenInvocations(async (sandbox) => {
    reached.push(sandbox);
    ended.push("reached");
  });
  await busy;

  assert.equal(new Set(reached).size, 2);
  assert.equal(ended.length, 3);
  assert.equal(ended[0], "reached");
  assert.equal((await invoke()).invocations >= 2, true);
});
