/** By the name of a quota's resource: what a rollout adds to what is in use, and how a person reads the whole. */
export type Need = Readonly<Record<string, { readonly more: number; readonly whole: string }>>;
