import type { RemedyCase } from "./remedy";

/** Remedies of the checks of chart values. */
export const chartValueRemedies: readonly RemedyCase[] = [];
