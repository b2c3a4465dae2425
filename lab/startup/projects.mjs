import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./measure.mjs";
import { thousandRules } from "./thousand-rules.mjs";

/** The packages that only the template needs: the project's own TypeScript has no JavaScript API. */
const TOOLS = join(import.meta.dirname, "template");

const STACK = ["cdktf.json", "main.ts", "src", "values", "rules"];

const DEEP_IMPORT = /import (?:type )?\{([^}]*)\} from "@cdktf\/provider-([^/"]+)\/lib\/([^"]+)";/g;

/**
 * Copies the stack into a project that follows the CDKTF TypeScript template: its tsconfig.json, ts-node, and imports from
 * the providers' index. In this project, "npx ts-node main.ts" synthesizes the same JSON.
 * @param {string} root the folder of the project
 * @param {string} folder the new folder of the copy
 */
export function copyAsTemplate(root, folder) {
  installTools();
  mkdirSync(folder);
  for (const name of STACK) cpSync(join(root, name), join(folder, name), { recursive: true });
  cpSync(join(TOOLS, "tsconfig.json"), join(folder, "tsconfig.json"));
  for (const file of typeScriptFiles(folder)) writeFileSync(file, withIndexImports(readFileSync(file, "utf8"), file));
  linkPackages(join(root, "node_modules"), join(folder, "node_modules"));
}

function installTools() {
  const { dependencies } = readJson(join(TOOLS, "package.json"));
  const isInstalled = Object.entries(dependencies).every(([name, version]) => {
    const manifest = join(TOOLS, "node_modules", name, "package.json");
    return existsSync(manifest) && readJson(manifest).version === version;
  });
  if (!isInstalled) run({ file: "npm", args: ["ci"], cwd: TOOLS });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

function typeScriptFiles(folder) {
  const sources = readdirSync(join(folder, "src"), { recursive: true }).map((name) => join("src", name));
  return ["main.ts", ...sources].filter((name) => name.endsWith(".ts")).map((name) => join(folder, name));
}

function withIndexImports(source, file) {
  const rewritten = source.replaceAll(DEEP_IMPORT, (_, names, provider, module) => {
    const namespace = camelCase(`${provider}-${module}`);
    return [
      `import { ${camelCase(module)} as ${namespace} } from "@cdktf/provider-${provider}";`,
      ...names.split(",").flatMap((name) => importAlias(name.trim(), namespace)),
    ].join("\n");
  });
  if (/"@cdktf\/[^"]+\/lib\//.test(rewritten)) throw new Error(`${file}: can't rewrite this form of import`);
  return rewritten;
}

/** Declares a local name for a member of a namespace, both as a value and as a type. */
function importAlias(name, namespace) {
  if (name === "") return [];
  const [member, local = member] = name.replace(/^type /, "").split(" as ");
  return [`import ${local} = ${namespace}.${member};`];
}

function camelCase(name) {
  return name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
}

/** Links each package separately, so that the template's TypeScript replaces the project's. */
function linkPackages(own, linked) {
  const tools = join(TOOLS, "node_modules");
  const ofTools = [".bin", "ts-node", "typescript"];
  mkdirSync(linked);
  for (const name of ofTools) symlinkSync(join(tools, name), join(linked, name));
  for (const name of readdirSync(own)) {
    if (!ofTools.includes(name)) symlinkSync(join(own, name), join(linked, name));
  }
}

/**
 * Copies the built project and adds a thousand rules, for "node dist/main.js" to check and synthesize.
 * @param {string} root the folder of the project, with the built entry
 * @param {string} folder the new folder of the copy
 */
export function copyWithThousandRules(root, folder) {
  mkdirSync(folder);
  for (const name of ["cdktf.json", "package.json", "values", "rules", "bin", "dist/main.js", "dist/main.bundle.js"]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  for (const [name, text] of thousandRules()) writeFileSync(join(folder, "rules", name), text);
}
