import type { V1ResourceQuota } from "@kubernetes/client-node";

/** The bounds of a quota by their resources: those in force, and those that are to be. */
export function hardOf({ spec, status }: V1ResourceQuota): Readonly<Record<string, string>> {
  return { ...spec?.hard, ...status?.hard };
}
