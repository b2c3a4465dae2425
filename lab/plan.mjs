import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

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
