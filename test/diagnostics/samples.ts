import type { Link } from "../../src/diagnostics/diagnostic";
import { holds } from "../../src/diagnostics/outcome";
import { type Result, resultOf } from "../../src/diagnostics/result";
import { Duration } from "../../src/units";

/** A link that holds, but for what is said of it. */
export function sampleLink<Context>(id: string, props: Partial<Link<Context>> = {}): Link<Context> {
  return {
    id,
    title: `the ${id} works`,
    after: [],
    failure: "loki",
    patience: Duration.minutes(1),
    access: () => [],
    creates: false,
    causes: [],
    look: async () => holds("1 of 1"),
    ...props,
  };
}

/** What was seen of a link in a second and a half. */
export function sampleResult(id: string, outcome: Result["outcome"], props: Partial<Link<never>> = {}): Result {
  return resultOf(sampleLink(id, props), outcome, 1.5);
}
