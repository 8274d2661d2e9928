import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";

/** A server on a free port that answers as it is told, for what no real service can be made to do. */
export async function startHttpServer(listener: RequestListener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
