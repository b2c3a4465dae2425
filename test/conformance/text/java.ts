import type { Random } from "./random";
import type { Shape } from "./shape";

const LOGGERS = [
  "c.e.orders.OrderService",
  "o.s.web.servlet.DispatcherServlet",
  "c.zaxxer.hikari.HikariDataSource",
] as const;
const MESSAGES = [
  "Completed 200 OK",
  "Order accepted",
  "Connection is not available, retrying",
  "Started task",
] as const;
const FRAMES = [
  "com.example.orders.OrderService.accept(OrderService.java:118)",
  "com.example.orders.OrderController.post(OrderController.java:64)",
  "org.springframework.web.method.support.InvocableHandlerMethod.doInvoke(InvocableHandlerMethod.java:255)",
  "org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1089)",
  "org.apache.catalina.core.ApplicationFilterChain.doFilter(ApplicationFilterChain.java:166)",
  "java.base/java.lang.Thread.run(Thread.java:1583)",
] as const;

const SHARE_OF_EXCEPTIONS = 0.01;

/** A Java program, and at times a stack trace: without a stage that joins them, each frame is a line of its own. */
export const java: Shape = (random, time) => {
  const failed = random.next() < SHARE_OF_EXCEPTIONS;
  const line = `${new Date(time).toISOString()}  ${failed ? "ERROR" : " INFO"} 1 --- [nio-8080-exec-${random.below(20)}] [${random.hexadecimal(16)}] ${random.oneOf(LOGGERS)} : ${random.oneOf(MESSAGES)} id=${random.below(1_000_000)} in ${random.below(400)} ms`;
  return failed ? [line, ...stackTrace(random)] : [line];
};

function stackTrace(random: Random): readonly string[] {
  const frames = Array.from({ length: 10 + random.below(20) }, () => `\tat ${random.oneOf(FRAMES)}`);
  return [`java.lang.IllegalStateException: order ${random.below(1_000_000)} is closed`, ...frames];
}
