import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { measure, median, run } from "./measure.mjs";
import { copyAsTemplate, copyWithThousandRules } from "./projects.mjs";

/**
 * Builds the project and measures the commands in turn.
 * @param {string} root the folder of the project
 * @param {string} folder for the output
 * @param {number} runs measurements per command
 * @returns {Record<string, import("./report.mjs").Measurement>}
 * @throws {Error} if two commands synthesize different JSON
 */
export function compareCommands(root, folder, runs) {
  const template = join(folder, "template");
  const thousand = join(folder, "thousand-rules");
  run({ file: "npm", args: ["run", "build"], cwd: root });
  copyAsTemplate(root, template);
  copyWithThousandRules(root, thousand);
  const commands = namedCommands(root, { template, thousand }).map((command) => ({
    ...command,
    output: join(folder, `output-${command.name}`),
  }));
  for (const { output } of commands) mkdirSync(output);
  // A warm-up run loads all files into the page cache, so the first command has no disadvantage.
  for (const command of commands) measure(command, command.output);
  const [first, ...others] = commands.filter(({ synthesizes }) => synthesizes);
  for (const { output } of others) assertSameOutput(first.output, output);
  const rounds = Array.from({ length: runs }, () => commands.map((command) => measure(command, command.output)));
  return Object.fromEntries(commands.map((command, index) => [command.name, summarize(command, rounds, index)]));
}

function summarize({ file, args }, rounds, index) {
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
 * @typedef {Command & { readonly name: string, readonly synthesizes: boolean }} NamedCommand
 */

/**
 * The commands to compare. The floor is the minimum for any synthesis with CDKTF.
 * @param {string} root the folder of the project, with the built entry
 * @param {{ readonly template: string, readonly thousand: string }} folders the copies from projects.mjs
 * @returns {readonly NamedCommand[]}
 */
const namedCommands = (root, { template, thousand }) => [
  { name: "floor", synthesizes: false, file: "node", args: ["-e", 'require("cdktf")'], cwd: root },
  { name: "built", synthesizes: true, file: "node", args: ["dist/main.js"], cwd: root },
  // "--no" prevents a download from the registry. ts-node is installed.
  { name: "template", synthesizes: true, file: "npx", args: ["--no", "ts-node", "main.ts"], cwd: template },
  { name: "synth", synthesizes: true, file: "npm", args: ["run", "synth"], cwd: root },
  // It synthesizes other JSON.
  { name: "1,000 more rules", synthesizes: false, file: "node", args: ["dist/main.js"], cwd: thousand },
];

/** @throws {Error} if the JSON in two output folders differs */
function assertSameOutput(expected, actual) {
  if (isDeepStrictEqual(readOutput(expected), readOutput(actual))) return;
  throw new Error(`the synthesized JSON in ${actual} differs from that in ${expected}`);
}

function readOutput(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".json"));
  if (files.length === 0) throw new Error(`${folder} contains no synthesized JSON`);
  return new Map(files.map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]));
}
