import { parseArgs } from "node:util";
import fc from "fast-check";
import { canMount } from "../conformance/pod/mount-namespace";
import { findTool } from "../conformance/tools";
import { ROOT } from "../helpers/example";
import { OnLoki } from "./on-loki";
import { type Outcome, outcome } from "./outcome";
import { settings } from "./settings";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "10000" },
    seed: { type: "string", default: `${Date.now() % 2 ** 31}` },
    verified: { type: "string", default: "200" },
    started: { type: "string", default: "20" },
  },
});

/**
 * Makes plans of generated settings. Each has to end in findings or in a plan, and Loki itself has to accept the
 * configurations of as many plans as asked for.
 */
async function fuzz(): Promise<void> {
  const [cases, seed] = [Number(values.cases), Number(values.seed)];
  console.log(`${cases} cases, seed ${seed}`);
  const counts = new Map<string, number>();
  const onLoki = new OnLoki(findTool("loki"), {
    verified: Number(values.verified),
    started: canMount() ? Number(values.started) : 0,
  });
  const property = fc.asyncProperty(settings, async (written) => {
    const end = outcome(written, ROOT);
    for (const name of namesOf(end)) counts.set(name, (counts.get(name) ?? 0) + 1);
    if (end.kind === "synthesized") await onLoki.accept(end.deployment);
  });
  await fc.assert(property, { numRuns: cases, seed, endOnFailure: true });
  for (const [name, count] of [...counts].sort(([, one], [, other]) => other - one)) console.log(`  ${count} ${name}`);
  console.log(onLoki.summary());
}

function namesOf(end: Outcome): readonly string[] {
  return end.kind === "found" ? ["found", ...new Set(end.checks)] : [end.kind];
}

fuzz().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
