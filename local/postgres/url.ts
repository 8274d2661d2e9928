import type { DatabaseSettings } from "../../sql/pool.ts";

/** Where a `postgres://` URL of a server on this machine leads, and as whom. */
export function settingsFromUrl(
  url: string,
): Pick<DatabaseSettings, "host" | "port" | "name" | "user" | "password" | "tls"> {
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
export function urlFromSettings({
  host,
  port,
  name,
  user,
  password,
}: Pick<DatabaseSettings, "host" | "port" | "name" | "user"> & { readonly password: string }): string {
  const url = new URL(`postgres://${host}:${port}/${encodeURIComponent(name)}`);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}
