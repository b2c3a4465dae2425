import type { RemedyCase } from "./remedy";

/** Remedies of the checks of what rules depend on. */
export const dependencyRemedies: readonly RemedyCase[] = [];
