import type { RemedyCase } from "./remedy";

/** Remedies of the checks of what a rule selects and filters. */
export const sourceRemedies: readonly RemedyCase[] = [];
