/**
 * @typedef {import("./command.mjs").Command} Command
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
