import { startPostgres } from "../../../local/postgres/embedded.ts";

// A program that starts a server and then does nothing, to be killed by a test.
const { superuserUrl } = await startPostgres({ dataDir: process.argv[2] ?? "", fsync: false });
process.stdout.write(`${superuserUrl}\n`);
setInterval(() => {}, 60_000);
