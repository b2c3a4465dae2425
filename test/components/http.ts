import { createServer } from "node:net";
import { Json } from "../../src/kube/json";

/** What the address answers, or nothing where it doesn't. */
export function get(url: string): Promise<string> {
  return getText(url).catch(() => "");
}

/** @throws Error where the address doesn't answer, or tells of an error */
export async function getText(url: string): Promise<string> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${text}`);
  return text;
}

/** What the address answers as JSON. */
export async function getJson(url: string): Promise<Json> {
  // Not response.json(): its objects are not those of the world in which Jest runs the tests.
  return Json.parse(await getText(url));
}

/**
 * Below the ports that systems give to clients (from 32768 on Linux): the port of what was killed has to be free when it
 * is started again, and any connection of a client might have taken it meanwhile.
 */
const FIRST = 20_000;

/** Jest's workers run beside one another, so each has its own. */
const PORTS_OF_A_WORKER = 1_000;

const first = FIRST + PORTS_OF_A_WORKER * Number(process.env["JEST_WORKER_ID"] ?? 0);

/** Two runs beside one another had better not begin with the same port. */
let next = process.pid;

/** A port of the loopback that nobody listens on, and that this process hasn't been given before. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < PORTS_OF_A_WORKER; tried += 1) {
    const port = first + (next % PORTS_OF_A_WORKER);
    next += 1;
    if (await isFree(port)) return port;
  }
  throw new Error(`none of the ${PORTS_OF_A_WORKER} ports from ${first} is free`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
