import type { RemedyCase } from "./remedy";

/** Remedies of the checks of queries that Loki rejects. */
export const syntaxRemedies: readonly RemedyCase[] = [];
