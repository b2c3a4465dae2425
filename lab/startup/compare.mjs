import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { measure, median, run } from "./measure.mjs";
import { layTemplateWay, layThousandRules } from "./projects.mjs";

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

/**
 * @typedef {import("./measure.mjs").Command} Command
 * @typedef {Command & { readonly name: string, readonly writesPlan: boolean }} Way
 */

/**
 * The ways to the plan, with the floor that none of them can go below.
 * @param {string} root the project's folder, with the built entry
 * @param {{ readonly template: string, readonly thousand: string }} folders with the template's way, and with a thousand rules
 * @returns {readonly Way[]}
 */
export const ways = (root, { template, thousand }) => [
  { name: "floor", writesPlan: false, file: "node", args: ["-e", 'require("cdktf")'], cwd: root },
  { name: "built", writesPlan: true, file: "node", args: ["dist/main.js"], cwd: root },
  // "--no" keeps npx from the registry; it changes nothing where ts-node is there.
  { name: "template", writesPlan: true, file: "npx", args: ["--no", "ts-node", "main.ts"], cwd: template },
  { name: "synth", writesPlan: true, file: "npm", args: ["run", "synth"], cwd: root },
  { name: "check", writesPlan: false, file: "node", args: ["dist/main.js", "check"], cwd: root },
  { name: "check, 1,000 rules more", writesPlan: false, file: "node", args: ["dist/main.js", "check"], cwd: thousand },
];

/**
 * Compares what two ways have synthesized, as parsed JSON.
 * @param {string} expected the folder that one has written to
 * @param {string} actual the folder that the other has written to
 * @throws {Error} where anything differs
 */
export function refuseOtherPlan(expected, actual) {
  if (isDeepStrictEqual(read(expected), read(actual))) return;
  throw new Error(`${actual} holds another plan than ${expected}`);
}

function read(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".json"));
  if (files.length === 0) throw new Error(`${folder} holds no plan`);
  return new Map(files.map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]));
}
