import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import versions from "../../src/versions.json";
import { findTool } from "../../test/components/available";
import { canMount } from "../../test/components/sandbox";
import { exampleModel } from "../../test/helpers/example";
import { compare, criticalRules, planName } from "./measure";
import { figure, judge, seconds } from "./report";

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "30" },
    "no-plan": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    "report-only": { type: "boolean", default: false },
  },
});

/** Measures how long a line takes to its alert at Alertmanager, and prints it with what the project promises. */
async function run(): Promise<void> {
  const [loki, alertmanager] = [findTool("loki"), findTool("alertmanager")];
  if (loki === null || alertmanager === null || !canMount()) {
    console.log("not measured: that takes Loki, Alertmanager, and Linux as root");
    return;
  }
  const lines = Number(values.lines);
  if (!Number.isSafeInteger(lines) || lines < 1) throw new Error(`--lines: a whole number from 1 on`);
  const model = exampleModel();
  const arrivals = await compare({ loki, alertmanager, model, lines, withPlan: !values["no-plan"] });
  const of = (alerts: readonly string[]) => figure(arrivals.filter(({ alert }) => alerts.includes(alert)));
  const critical = criticalRules(model.alerting.files);
  const names = [...new Set(arrivals.map(({ alert }) => alert))].sort();
  const figures = Object.fromEntries(names.map((name) => [name, of([name])]));
  const goals = judge(of(critical), values["no-plan"] ? null : of(critical.map(planName)));
  if (values.json) console.log(JSON.stringify({ lines, figures, goals }, null, 2));
  else print(figures, goals, lines);
  if (!values["report-only"] && goals.some(({ isMet }) => !isMet)) process.exitCode = 1;
}

function print(
  figures: Readonly<Record<string, ReturnType<typeof figure>>>,
  goals: ReturnType<typeof judge>,
  lines: number,
) {
  const { loki, alertmanager } = versions.tools;
  console.log(`From the time of a line to its alert at Alertmanager: ${lines} lines a rule, written at odd times;`);
  console.log(
    `Loki ${loki}, Alertmanager ${alertmanager}, ${availableParallelism()} CPUs. The agent's own time comes on top.\n`,
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
