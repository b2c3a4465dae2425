import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { text } from "node:stream/consumers";

/** Calls `use` with the URL of a local server, and closes the server afterwards. */
export async function withServer<R>(listener: RequestListener, use: (url: string) => Promise<R>): Promise<R> {
  const server = createServer(listener);
  return listening(server, use).finally(() => server.closeAllConnections());
}

/** Calls `use` with the URL of a server that accepts connections and never responds. */
export function withSilence<R>(use: (url: string, connected: Promise<unknown>) => Promise<R>): Promise<R> {
  const server = createTcpServer();
  const connected = once(server, "connection");
  return listening(server, (url) => use(url, connected));
}

/** Responds with the request as JSON. */
export const echo: RequestListener = (request, response) => {
  void read(request).then((body) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(body)));
};

async function read(request: IncomingMessage) {
  const { method, url, headers } = request;
  return { method, url, headers, body: await text(request) };
}

/** Starts the server, calls `use` with its URL, and closes it afterwards. */
export async function listening<R>(server: Server, use: (url: string) => Promise<R>): Promise<R> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${portOf(server.address())}`);
  } finally {
    server.close();
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
