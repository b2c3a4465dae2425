/**
 * @typedef {import("./command.mjs").Command} Command
 * @typedef {Command & { readonly name: string, readonly writesPlan: boolean }} Way
 */

/**
 * The ways to the plan, with the floor that none of them can go below.
 * @param {string} root the project's folder, with the built entry
 * @param {string} template the folder with the template's way
 * @returns {readonly Way[]}
 */
export const ways = (root, template) => [
  { name: "floor", writesPlan: false, file: "node", args: ["-e", 'require("cdktf")'], cwd: root },
  { name: "built", writesPlan: true, file: "node", args: ["dist/main.js"], cwd: root },
  // "--no" keeps npx from the registry; it changes nothing where ts-node is there.
  { name: "template", writesPlan: true, file: "npx", args: ["--no", "ts-node", "main.ts"], cwd: template },
  { name: "synth", writesPlan: true, file: "npm", args: ["run", "synth"], cwd: root },
];
