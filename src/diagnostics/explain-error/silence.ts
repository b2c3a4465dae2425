/** The same for every way in which the API server doesn't answer. */
export const SILENCE = { failure: "unreachable", expected: "an answer of the API server" } as const;
