import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Right } from "../../tools/manifests/rights";
import { PROJECT } from "./example";

interface DocumentedRight extends Right {
  readonly reason: string;
}

const ROW = /^\| (?<object>\w+\/\S+) \| (?<right>[^|]+) \| (?<reason>[^|]*) \|$/gm;

/** Returns the rows of the table in docs/rights.md. */
export function documentedRights(): readonly DocumentedRight[] {
  const text = readFileSync(join(PROJECT, "docs", "rights.md"), "utf8");
  return [...text.matchAll(ROW)].map(({ groups: { object = "", right = "", reason = "" } = {} }) => ({
    object,
    right,
    reason,
  }));
}
