import { spawnSync } from "node:child_process";

/** Asks loki-reference a series of questions. @returns its answers, in the same order */
export function ask<A>(program: string, questions: readonly object[]): readonly A[] {
  const input = questions.map((question) => JSON.stringify(question)).join("\n");
  const { status, stdout, stderr } = spawnSync(program, { input, encoding: "utf8", maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`loki-reference: exit code ${status}\n${stderr}`);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** How many inputs of each kind to compare, and their seed. DIFFERENTIAL_CASES and DIFFERENTIAL_SEED select others. */
export const sampling = {
  numRuns: Number(process.env["DIFFERENTIAL_CASES"] ?? 3000),
  seed: Number(process.env["DIFFERENTIAL_SEED"] ?? 1),
};
