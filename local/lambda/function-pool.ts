import type { FunctionConfiguration, Invocable, InvocationResult, Observer, Victim } from "./function.ts";
import { Sandbox } from "./sandbox.ts";

/**
 * A function as Lambda runs it: sandboxes are made on demand, kept warm and given one invocation
 * at a time. Where Lambda would throttle above the concurrency, an invocation waits for its turn.
 */
export class FunctionPool implements Invocable {
  readonly name: string;
  readonly #configuration: FunctionConfiguration;
  readonly #observer: Observer;
  readonly #all = new Set<Sandbox>();
  /** The one that was used last comes first, as on Lambda, so that few stay warm. */
  readonly #idle: Sandbox[] = [];
  readonly #waiting: ((sandbox: Sandbox) => void)[] = [];
  /** What is to be done with a busy sandbox before it is used again. */
  readonly #before = new Map<Sandbox, () => Promise<void>>();

  constructor(configuration: FunctionConfiguration, observer: Observer) {
    this.name = configuration.name;
    this.#configuration = configuration;
    this.#observer = observer;
  }

  /** Never rejects: what goes wrong is a result, as it is for Lambda's callers. */
  async invoke(event: string): Promise<InvocationResult> {
    const sandbox = await this.#take();
    const invoke = () => sandbox.invoke(event);
    const { faults } = this.#configuration;
    const result = await (faults === undefined ? invoke() : faults.around(sandbox, event, invoke));
    this.#give(sandbox);
    if (!result.ok) this.#observer.failed(this.name, result);
    return result;
  }

  /** Makes a sandbox ahead, so that the first invocation is not the one that waits for it. */
  warm(): void {
    if (this.#all.size === 0) this.#idle.push(this.#make());
  }

  /** The sandboxes that it has now. */
  get sandboxes(): readonly Victim[] {
    return [...this.#all];
  }

  /** Does something with each sandbox while it has no invocation. */
  async betweenInvocations(work: (sandbox: Victim) => Promise<void>): Promise<void> {
    const idle = this.#idle.splice(0);
    const busy = [...this.#all].filter((sandbox) => !idle.includes(sandbox));
    await Promise.all([
      ...idle.map(async (sandbox) => {
        await work(sandbox);
        this.#give(sandbox);
      }),
      ...busy.map(
        (sandbox) =>
          new Promise<void>((resolve) => {
            this.#before.set(sandbox, () => work(sandbox).finally(resolve));
          }),
      ),
    ]);
  }

  /** Ends all sandboxes; what still runs in them fails. */
  async stop(): Promise<void> {
    await Promise.all([...this.#all].map((sandbox) => sandbox.stop()));
  }

  #take(): Sandbox | Promise<Sandbox> {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (!idle.dead) return idle;
      this.#all.delete(idle);
    }
    if (this.#all.size < this.#configuration.concurrency) return this.#make();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #give(sandbox: Sandbox): void {
    const work = this.#before.get(sandbox);
    if (work !== undefined) {
      this.#before.delete(sandbox);
      void work().finally(() => this.#give(sandbox));
      return;
    }
    if (sandbox.dead) this.#all.delete(sandbox);
    const next = this.#waiting.shift();
    if (next !== undefined) next(sandbox.dead ? this.#make() : sandbox);
    else if (!sandbox.dead) this.#idle.push(sandbox);
  }

  #make(): Sandbox {
    const sandbox = new Sandbox(this.#configuration, (line) => this.#observer.line(this.name, line));
    this.#all.add(sandbox);
    return sandbox;
  }
}
