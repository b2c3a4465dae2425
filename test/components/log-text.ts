/** A log format: generates the lines of one event. @param time Unix time in milliseconds */
export type Shape = (random: Random, time: number) => readonly string[];

/** A seeded pseudo-random generator, so every run has the same data (Mulberry32, with 32 bits of state). */
export class Random {
  constructor(private state: number) {}

  /** Returns a number from 0 to 1, excluding 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Returns a whole number from 0 to `end`, excluding `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** Returns one of the choices. Earlier ones are more frequent, as in real logs. */
  oneOf<T>(choices: readonly [T, ...T[]]): T {
    return choices[Math.floor(this.next() ** 2 * choices.length)] ?? choices[0];
  }

  /** Returns the time until the next event of a Poisson process. */
  waiting(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  hexadecimal(digits: number): string {
    let text = "";
    while (text.length < digits)
      text += this.below(2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return text.slice(0, digits);
  }
}

const REQUEST_PATHS = [
  "/",
  "/healthz",
  "/api/v1/items",
  "/api/v1/orders",
  "/login",
  "/static/app.js",
  "/api/v1/users",
] as const;
const USER_AGENTS = [
  "kube-probe/1.33",
  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
  "curl/8.7.1",
] as const;

/** The access log of a web server. */
const accessLog: Shape = (random, time) => {
  const path = random.oneOf(REQUEST_PATHS);
  const item = path.startsWith("/api") ? `/${random.below(50_000)}` : "";
  const request = `"${random.oneOf(["GET", "POST", "PUT"])} ${path}${item} HTTP/1.1"`;
  const status = random.oneOf([200, 200, 200, 304, 404, 502]);
  const answer = `${status} ${random.below(20_000)} "-" "${random.oneOf(USER_AGENTS)}" ${(random.next() / 2).toFixed(3)} ${random.hexadecimal(16)}`;
  return [`${address(random)} - - [${new Date(time).toISOString()}] ${request} ${answer}`];
};

function address(random: Random): string {
  return `10.${random.below(4)}.${random.below(256)}.${random.below(256)}`;
}

const KLOG_SOURCES = ["reconciler.go:224", "operation_generator.go:637", "kubelet.go:2406", "prober.go:107"] as const;
const KLOG_MESSAGES = [
  "Reconciled object",
  "operationExecutor.MountVolume started for volume",
  "SyncLoop UPDATE",
  "Probe failed",
  "Updated status of pod",
] as const;

/** A Kubernetes component. @see https://kubernetes.io/docs/concepts/cluster-administration/system-logs/ */
export const klog: Shape = (random, time) => {
  const at = new Date(time).toISOString();
  const head = `${random.oneOf(["I", "I", "I", "W", "E"])}${at.slice(5, 7)}${at.slice(8, 10)} ${at.slice(11, 23)}${random.below(1_000)}`;
  const pod = `namespace-${random.below(30)}/web-${random.hexadecimal(5)}`;
  return [
    `${head}       1 ${random.oneOf(KLOG_SOURCES)}] "${random.oneOf(KLOG_MESSAGES)}" pod="${pod}" podUID="${random.hexadecimal(16)}" duration="${(random.next() * 900).toFixed(4)}ms"`,
  ];
};

const JSON_MESSAGES = [
  "request handled",
  "message consumed",
  "cache miss",
  "connection returned to the pool",
  "retrying after a timeout",
] as const;

/** A service that logs JSON lines. */
const jsonLines: Shape = (random, time) => [
  JSON.stringify({
    ts: new Date(time).toISOString(),
    level: random.oneOf(["info", "info", "debug", "warn", "error"]),
    msg: random.oneOf(JSON_MESSAGES),
    service: "orders",
    trace_id: random.hexadecimal(16),
    span_id: random.hexadecimal(8),
    user: random.below(20_000),
    took_ms: random.below(800),
    queue: random.oneOf(["orders", "invoices", "mails"]),
  }),
];

const JAVA_LOGGERS = [
  "c.e.orders.OrderService",
  "o.s.web.servlet.DispatcherServlet",
  "c.zaxxer.hikari.HikariDataSource",
] as const;
const JAVA_MESSAGES = [
  "Completed 200 OK",
  "Order accepted",
  "Connection is not available, retrying",
  "Started task",
] as const;
const JAVA_FRAMES = [
  "com.example.orders.OrderService.accept(OrderService.java:118)",
  "com.example.orders.OrderController.post(OrderController.java:64)",
  "org.springframework.web.method.support.InvocableHandlerMethod.doInvoke(InvocableHandlerMethod.java:255)",
  "org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1089)",
  "org.apache.catalina.core.ApplicationFilterChain.doFilter(ApplicationFilterChain.java:166)",
  "java.base/java.lang.Thread.run(Thread.java:1583)",
] as const;

const SHARE_OF_EXCEPTIONS = 0.01;

/** A Java program with occasional stack traces. Without a multiline stage, each frame is a line of its own. */
export const java: Shape = (random, time) => {
  const failed = random.next() < SHARE_OF_EXCEPTIONS;
  const line = `${new Date(time).toISOString()}  ${failed ? "ERROR" : " INFO"} 1 --- [nio-8080-exec-${random.below(20)}] [${random.hexadecimal(16)}] ${random.oneOf(JAVA_LOGGERS)} : ${random.oneOf(JAVA_MESSAGES)} id=${random.below(1_000_000)} in ${random.below(400)} ms`;
  return failed ? [line, ...stackTrace(random)] : [line];
};

function stackTrace(random: Random): readonly string[] {
  const frames = Array.from({ length: 10 + random.below(20) }, () => `\tat ${random.oneOf(JAVA_FRAMES)}`);
  return [`java.lang.IllegalStateException: order ${random.below(1_000_000)} is closed`, ...frames];
}

export const SHAPES: readonly [Shape, ...Shape[]] = [accessLog, klog, jsonLines, java];

const SAMPLES = 2_000;

/** Returns the average number of bytes per event. */
export function bytesPerEvent(shape: Shape): number {
  const random = new Random(SAMPLES);
  let bytes = 0;
  for (let index = 0; index < SAMPLES; index += 1) bytes += shape(random, index).join("").length;
  return bytes / SAMPLES;
}
