import { writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Cluster } from "../kube/cluster";
import { Duration } from "../units";
import { again } from "./again";
import { exitCode } from "./exit-code";
import type { Inspection, Seen } from "./inspection";
import { INTERRUPTED, Interruption } from "./interruption";
import type { LookOptions } from "./options";
import { resultJson } from "./reporters/json";
import { junit } from "./reporters/junit";
import { screen } from "./reporters/screen";
import { type Colours, findTerminal, PLAIN } from "./reporters/terminal";
import { verdict } from "./reporters/verdict";
import { type RoundProps, round } from "./round";

/** Between two looks of a watch. */
const PAUSE = Duration.seconds(5);

/** Looks at clusters, tells what was seen, and sets the exit code. */
export async function run<Context>(
  inspection: Inspection<Context>,
  clusters: readonly Cluster[],
  options: LookOptions,
): Promise<void> {
  const terminal = options.json ? null : await findTerminal();
  const interruption = new Interruption();
  try {
    const { readOnly, watch } = options;
    const aim = (cluster: Cluster) => again(options, cluster);
    const seen = await rounds({ inspection, clusters, readOnly, again: aim, interruption, terminal }, watch);
    if (interruption.signal.aborted) process.exitCode = INTERRUPTED;
    else await tell(inspection, seen, options, terminal?.colours ?? PLAIN);
  } finally {
    interruption.end();
  }
}

async function rounds<Context>(props: RoundProps<Context>, patience: Duration | null): Promise<readonly Seen[]> {
  const { signal } = props.interruption;
  const end = performance.now() + (patience ?? Duration.seconds(0)).toMilliseconds();
  for (;;) {
    const seen = await round(props);
    if (isSettled(seen) || signal.aborted || performance.now() >= end) return seen;
    for (const { context, results } of seen) console.error(`${context}: ${verdict(props.inspection, results)}`);
    await setTimeout(PAUSE.toMilliseconds(), undefined, { signal }).catch(() => undefined);
  }
}

/** A rollout that is under way is no failure, but what is waited for is its end. */
function isSettled(seen: readonly Seen[]): boolean {
  const outcomes = seen.flatMap(({ results }) => results.map(({ outcome }) => outcome));
  return exitCode(seen) === 0 && !outcomes.some((outcome) => outcome.status === "doubtful" && outcome.isPassing);
}

async function tell<Context>(
  inspection: Inspection<Context>,
  seen: readonly Seen[],
  { json, junit: file }: LookOptions,
  colours: Colours,
): Promise<void> {
  if (file !== null) writeFileSync(file, await junit(inspection.command, seen));
  console.log(json ? resultJson(inspection, seen) : screen(inspection, seen, colours));
  process.exitCode = exitCode(seen);
}
