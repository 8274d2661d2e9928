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
