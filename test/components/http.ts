import { createServer } from "node:net";
import { Json } from "../../src/kube/json";

/** Returns the body of the response, or an empty text if the request fails. */
export function get(url: string): Promise<string> {
  return getText(url).catch(() => "");
}

/** @throws Error if the request fails or its status is an error */
export async function getText(url: string): Promise<string> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${text}`);
  return text;
}

/** Returns the body of the response as JSON. @throws Error as getText does */
export async function getJson(url: string): Promise<Json> {
  // response.json() would return objects of another realm than Jest's.
  return Json.parse(await getText(url));
}

/**
 * Below the ephemeral ports of clients (from 32768 on Linux). A restarted program needs the same port again. In the
 * meantime, a client connection could have taken an ephemeral port.
 */
const FIRST = 20_000;

/** Jest's workers run in parallel, so each has its own range. */
const PORTS_PER_WORKER = 1_000;

const first = FIRST + PORTS_PER_WORKER * Number(process.env["JEST_WORKER_ID"] ?? 0);

/** Two runs in parallel should not begin with the same port. */
let next = process.pid;

/** Returns an unused loopback port that this process hasn't returned before. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < PORTS_PER_WORKER; tried += 1) {
    const port = first + (next % PORTS_PER_WORKER);
    next += 1;
    if (await isFree(port)) return port;
  }
  throw new Error(`none of the ${PORTS_PER_WORKER} ports from ${first} is free`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
