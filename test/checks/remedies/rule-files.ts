import type { RemedyCase } from "./remedy";

/** Remedies of the checks of rule files. */
export const ruleFileRemedies: readonly RemedyCase[] = [];
