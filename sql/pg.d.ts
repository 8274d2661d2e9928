/** What is used of `pg` itself, which brings no types; everything else goes through slonik. */
declare module "pg" {
  import type { EventEmitter } from "node:events";

  export class Client extends EventEmitter {}
}
