/** Divides the database's name from the name of the sandbox that connects. */
const divider = "@";
const versionThree = 196_608;
const headBytes = 8;

/** The name of a database under which the proxy knows who connects. */
export function databaseFor(database: string, client: string): string {
  return `${database}${divider}${client}`;
}

/** Who connects, and the message as the server is to have it. */
export interface Startup {
  readonly client: string;
  readonly bytes: Buffer;
}

/**
 * Reads a client's first message; what is no startup of version 3 goes on as it is.
 * @param isReadOnly Whether all transactions of the connection are to be read-only.
 */
export function readStartup(message: Buffer, isReadOnly: boolean): Startup {
  if (message.readUInt32BE(4) !== versionThree) return { client: "", bytes: message };
  const settings = settingsOf(message);
  const [database = "", client = ""] = (settings.get("database") ?? "").split(divider);
  if (client !== "") settings.set("database", database);
  if (isReadOnly) settings.set("default_transaction_read_only", "on");
  return { client, bytes: startupOf(settings) };
}

/** Names and values follow each other, and an empty name ends them. */
function settingsOf(message: Buffer): Map<string, string> {
  const words = message.subarray(headBytes).toString("utf8").split("\0");
  const settings = new Map<string, string>();
  for (let index = 0; (words[index] ?? "") !== ""; index += 2) {
    settings.set(words[index] ?? "", words[index + 1] ?? "");
  }
  return settings;
}

function startupOf(settings: ReadonlyMap<string, string>): Buffer {
  const body = Buffer.from(`${[...settings].flat().join("\0")}\0\0`, "utf8");
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(headBytes + body.length, 0);
  head.writeUInt32BE(versionThree, 4);
  return Buffer.concat([head, body]);
}

/** What a server says that has no connection left (SQLSTATE 53300). */
export function tooManyClients(): Buffer {
  const fields = ["SFATAL", "VFATAL", "C53300", "Msorry, too many clients already"];
  const body = Buffer.from(`${fields.join("\0")}\0\0`, "latin1");
  const head = Buffer.alloc(5);
  head.write("E", 0, "latin1");
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}
