import { closest, distance } from "fastest-levenshtein";
import { ANY, below, type KeyTree, paths } from "./tree";

/** The parts of the charts that this project deploys: a name that many parts have is most likely meant in one of them. */
const DEPLOYED = ["singleBinary", "loki", "alloy", "controller"];

/** The key that was most likely meant: a slip of the pen at its location, or the same name at another one. */
export function suggestion(tree: KeyTree, path: readonly string[]): readonly string[] | null {
  const key = path.at(-1) ?? "";
  const parents = path.slice(0, -1);
  const beside = siblings(parents.reduce(below, tree));
  const near = beside.length > 0 ? closest(key, beside) : null;
  if (near !== null && distance(near, key) <= Math.max(1, key.length / 4)) return [...parents, near];
  return elsewhere(tree, key);
}

function siblings(tree: KeyTree): readonly string[] {
  if (typeof tree === "boolean") return [];
  return [...tree].filter(([key, child]) => key !== ANY && child !== false).map(([key]) => key);
}

function elsewhere(tree: KeyTree, key: string): readonly string[] | null {
  const found = [...paths(tree)].filter((path) => path.at(-1) === key);
  const [first] = found.sort((one, other) => weight(one) - weight(other));
  return first ?? null;
}

/** The least of them is the part that is deployed, and the shortest way. */
function weight(path: readonly string[]): number {
  const part = DEPLOYED.indexOf(path[0] ?? "");
  return (part < 0 ? DEPLOYED.length : part) * 10 + path.length;
}
