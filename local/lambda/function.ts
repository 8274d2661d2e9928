/** A function as it is configured: what Lambda would know of it. */
export interface FunctionConfiguration {
  readonly name: string;
  /** Folder of its bundle. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Most sandboxes at once. */
  readonly concurrency: number;
  /** Only when faults are on. */
  readonly faults?: FunctionFaults;
}

/** A sandbox as faults see it. */
export interface Victim {
  readonly dead: boolean;
  crash(): void;
  /** Stands still for this long, with its whole thread; to be asked for between invocations. */
  freeze(ms: number): Promise<void>;
  /** Its clock is ahead by this much more from now on, or behind. */
  jumpClock(ms: number): void;
}

/** How faults strike the sandboxes of a function. */
export interface FunctionFaults {
  /** Hears of every new sandbox; returns the variables by which those that it calls know it. */
  born(sandbox: Victim): Readonly<Record<string, string>>;
  /** Stands around every invocation. */
  around(sandbox: Victim, event: string, invoke: () => Promise<InvocationResult>): Promise<InvocationResult>;
}

/** The error that Lambda would report of an invocation. */
export interface Failure {
  readonly ok: false;
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** An invocation's end: the returned value as JSON text, or what went wrong. */
export type InvocationResult = { readonly ok: true; readonly payload: string } | Failure;

/** Something that can be invoked with an event as JSON text. */
export interface Invocable {
  readonly name: string;
  invoke(event: string): Promise<InvocationResult>;
}

/** Who hears what functions print and how they fail. */
export interface Observer {
  line(functionName: string, line: string): void;
  failed(functionName: string, failure: Failure): void;
}

/** `errorType` of an invocation that Lambda itself ended, as Lambda names it. */
export const timedOut = "Sandbox.Timedout";
export const exited = "Runtime.ExitError";
export const throttled = "TooManyRequestsException";
