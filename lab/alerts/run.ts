import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import versions from "../../src/terraform/versions.json";
import { findTool } from "../../test/components/available";
import { canMount } from "../../test/components/sandbox";
import { exampleModel } from "../../test/helpers/example";
import { compare, criticalRules, originalName } from "./measure";
import { compareWithGoals, latencyOf, seconds } from "./report";

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "30" },
    "no-original": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    "report-only": { type: "boolean", default: false },
  },
});

/** Measures the time from a line to its alert at Alertmanager, and prints it with the project's goals. */
async function run(): Promise<void> {
  const [loki, alertmanager] = [findTool("loki"), findTool("alertmanager")];
  if (loki === null || alertmanager === null || !canMount()) {
    console.log("not measured: Loki, Alertmanager and Linux as root are required");
    return;
  }
  const lines = Number(values.lines);
  if (!Number.isSafeInteger(lines) || lines < 1)
    throw new Error(`--lines: got "${values.lines}", expected a whole number from 1`);
  const model = exampleModel();
  const arrivals = await compare({ loki, alertmanager, model, lines, withOriginal: !values["no-original"] });
  const latencies = (alerts: readonly string[]) => latencyOf(arrivals.filter(({ alert }) => alerts.includes(alert)));
  const critical = criticalRules(model.alerting.files);
  const names = [...new Set(arrivals.map(({ alert }) => alert))].sort();
  const figures = Object.fromEntries(names.map((name) => [name, latencies([name])]));
  const goals = compareWithGoals(
    latencies(critical),
    values["no-original"] ? null : latencies(critical.map(originalName)),
  );
  if (values.json) console.log(JSON.stringify({ lines, figures, goals }, null, 2));
  else print(figures, goals, lines);
  if (!values["report-only"] && goals.some(({ isMet }) => !isMet)) process.exitCode = 1;
}

function print(
  figures: Readonly<Record<string, ReturnType<typeof latencyOf>>>,
  goals: ReturnType<typeof compareWithGoals>,
  lines: number,
) {
  const { loki, alertmanager } = versions.tools;
  console.log(
    `From the timestamp of a line to its alert at Alertmanager: ${lines} lines per rule, written at random times;`,
  );
  console.log(
    `Loki ${loki}, Alertmanager ${alertmanager}, ${availableParallelism()} CPUs. The agent adds its own latency.\n`,
  );
  for (const [name, { median, worst, lost }] of Object.entries(figures)) {
    console.log(`${name.padEnd(30)} median ${seconds(median)}, worst ${seconds(worst)}, lost ${lost}`);
  }
  console.log("");
  for (const { name, expected, got, isMet } of goals) {
    console.log(`${name.padEnd(34)} ${expected.padEnd(8)} ${got.padEnd(8)} ${isMet ? "pass" : "FAIL"}`);
  }
}

run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
