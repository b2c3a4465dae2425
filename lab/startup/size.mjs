import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./measure.mjs";

/** The packages that every synthesis of this stack with CDKTF's prebuilt providers needs. */
const FLOOR = ["cdktf", "constructs", "@cdktf/provider-kubernetes", "@cdktf/provider-helm", "yaml"];

/**
 * Installs three sets of packages and measures their sizes, in millions of bytes.
 * @param {string} root the folder of the project
 * @param {string} folder for the installations
 */
export function measureSizes(root, folder) {
  return {
    floor: installFloor(root, join(folder, "size-floor")),
    synth: installLocked(root, join(folder, "size-synth"), ["--omit=dev", "--omit=optional"]),
    commands: installLocked(root, join(folder, "size-commands"), ["--omit=dev"]),
    full: installLocked(root, join(folder, "size-full"), []),
  };
}

function installFloor(root, folder) {
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  mkdirSync(folder);
  // Without a package.json here, npm would use one in a parent folder.
  writeFileSync(join(folder, "package.json"), "{}");
  return install(folder, ["install", ...FLOOR.map((name) => `${name}@${dependencies[name]}`)]);
}

function installLocked(root, folder, flags) {
  for (const name of ["package.json", "package-lock.json", ".npmrc"]) cpSync(join(root, name), join(folder, name));
  return install(folder, ["ci", ...flags]);
}

function install(folder, args) {
  run({ file: "npm", args, cwd: folder });
  return sizeOf(join(folder, "node_modules")) / 1e6;
}

/** Returns the bytes of all files in a folder. Like du, it counts a file with several hard links (esbuild's binary) once. */
function sizeOf(folder) {
  const files = readdirSync(folder, { recursive: true }).map((name) => lstatSync(join(folder, name)));
  const sizes = new Map(files.filter((file) => file.isFile()).map(({ dev, ino, size }) => [`${dev}:${ino}`, size]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
