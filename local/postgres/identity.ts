import { readFile } from "node:fs/promises";

/** The user that PostgreSQL runs as. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

const fallback: Identity = { uid: 65534, gid: 65534 };

/** PostgreSQL refuses to run as root: then it runs as `nobody`; otherwise as whoever runs Fluxa (undefined). */
export async function serverIdentity(): Promise<Identity | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = await readFile("/etc/passwd", "utf8").catch(() => "");
  const { uid, gid } = /^nobody:[^:]*:(?<uid>\d+):(?<gid>\d+):/m.exec(users)?.groups ?? {};
  return uid === undefined || gid === undefined ? fallback : { uid: Number(uid), gid: Number(gid) };
}
