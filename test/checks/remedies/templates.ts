import type { RemedyCase } from "./remedy";

/** Remedies of the checks of alert templates. */
export const templateRemedies: readonly RemedyCase[] = [];
