import type { DatabaseSettings } from "../../sql/pool.ts";

/** How to reach a database of this machine, with a password that does not change. */
export type LocalDatabase = Pick<DatabaseSettings, "host" | "port" | "name" | "user" | "tls"> & {
  readonly password: string;
};

/** Where a `postgres://` URL of a server on this machine leads, and as whom. */
export function settingsFromUrl(url: string): LocalDatabase {
  const { hostname, port, pathname, username, password } = new URL(url);
  return {
    host: hostname,
    port: port === "" ? 5432 : Number(port),
    name: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    tls: "off",
  };
}

/** The URL that leads there, for a person's `psql`. */
export function urlFromSettings({ host, port, name, user, password }: Omit<LocalDatabase, "tls">): string {
  const url = new URL(`postgres://${host}:${port}/${encodeURIComponent(name)}`);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}
