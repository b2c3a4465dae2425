import type { Random } from "./random";
import type { Shape } from "./shape";

const PATHS = [
  "/",
  "/healthz",
  "/api/v1/items",
  "/api/v1/orders",
  "/login",
  "/static/app.js",
  "/api/v1/users",
] as const;
const AGENTS = [
  "kube-probe/1.33",
  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
  "curl/8.7.1",
] as const;

/** A web server's access log. */
export const accessLog: Shape = (random, time) => {
  const path = random.oneOf(PATHS);
  const item = path.startsWith("/api") ? `/${random.below(50_000)}` : "";
  const request = `"${random.oneOf(["GET", "POST", "PUT"])} ${path}${item} HTTP/1.1"`;
  const status = random.oneOf([200, 200, 200, 304, 404, 502]);
  const answer = `${status} ${random.below(20_000)} "-" "${random.oneOf(AGENTS)}" ${(random.next() / 2).toFixed(3)} ${random.hexadecimal(16)}`;
  return [`${address(random)} - - [${new Date(time).toISOString()}] ${request} ${answer}`];
};

function address(random: Random): string {
  return `10.${random.below(4)}.${random.below(256)}.${random.below(256)}`;
}
