import pg from "pg";
import { setting } from "./settings.ts";

/** A pool as the documentation of `pg` opens it, once for the life of the sandbox. */
export function openPool(max: number): pg.Pool {
  return new pg.Pool({
    host: setting("DATABASE_HOST"),
    port: Number(setting("DATABASE_PORT")),
    database: setting("DATABASE_NAME"),
    user: setting("DATABASE_USER"),
    password: setting("DATABASE_PASSWORD"),
    max,
  });
}
