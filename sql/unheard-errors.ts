import { Client } from "pg";

/**
 * Drops the errors of connections that nobody listens to. slonik's driver asks for types over one
 * such; its loss, as in a failover, would be an unhandled error and end the process, while whoever
 * waits for the answer is told anyway.
 */
export function dropUnheardErrors(): void {
  const { emit } = Client.prototype;
  Client.prototype.emit = function (this: Client, name: string | symbol, ...values: unknown[]) {
    return name === "error" && this.listenerCount("error") === 0
      ? false
      : Reflect.apply(emit, this, [name, ...values]);
  };
}
