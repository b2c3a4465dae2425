import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";
import { measure, median } from "./measure.mjs";
import { refuseOtherPlan } from "./plan.mjs";
import { layTemplateWay } from "./template-way.mjs";
import { layThousandRules } from "./thousand-rules.mjs";
import { ways } from "./ways.mjs";

/**
 * Builds the entry, has every way synthesize the plan, and measures them in turns.
 * @param {string} root the project's folder
 * @param {string} folder where to write to
 * @param {number} runs how often each way is measured
 * @returns {Record<string, import("./report.mjs").Figure>}
 * @throws {Error} where two ways come to different plans
 */
export function compareWays(root, folder, runs) {
  const template = join(folder, "template-way");
  const thousand = join(folder, "thousand-rules");
  run({ file: "npm", args: ["run", "build"], cwd: root });
  layTemplateWay(root, template);
  layThousandRules(root, thousand);
  const rivals = ways(root, { template, thousand }).map((way) => ({
    ...way,
    output: join(folder, `output-${way.name}`),
  }));
  for (const { output } of rivals) mkdirSync(output);
  // Unmeasured: it brings all files into the system's cache, for the first of the ways too.
  for (const way of rivals) measure(way, way.output);
  refuseOtherPlans(rivals.filter(({ writesPlan }) => writesPlan));
  const rounds = Array.from({ length: runs }, () => rivals.map((way) => measure(way, way.output)));
  return Object.fromEntries(rivals.map((way, index) => [way.name, figure(way, rounds, index)]));
}

function refuseOtherPlans([first, ...others]) {
  for (const { output } of others) refuseOtherPlan(first.output, output);
}

function figure({ file, args }, rounds, index) {
  const runs = rounds.map((round) => round[index]);
  const milliseconds = runs.map((one) => one.milliseconds);
  return {
    command: [file, ...args].join(" "),
    milliseconds: median(milliseconds),
    min: Math.min(...milliseconds),
    max: Math.max(...milliseconds),
    megabytes: median(runs.map((one) => one.megabytes)),
  };
}
