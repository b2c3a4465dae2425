import type { RemedyCase } from "./remedy";

/** Remedies of the checks of what a query computes. */
export const expressionRemedies: readonly RemedyCase[] = [];
