import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../../test/helpers/example";
import type { Results } from "../results";
import { page } from "./page";
import { plotsOf } from "./plots";

const FOLDER = "benchmarks";

/** Writes docs/benchmarks.md and its plots. */
export function writeDocs(results: Results): void {
  const docs = join(PROJECT, "docs");
  const plots = plotsOf(results.races);
  mkdirSync(join(docs, FOLDER), { recursive: true });
  for (const { name, svg } of plots) writeFileSync(join(docs, FOLDER, `${name}.svg`), svg);
  writeFileSync(join(docs, `${FOLDER}.md`), page(results, FOLDER));
}
