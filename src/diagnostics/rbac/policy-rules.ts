import type { Access } from "../permission";

/** A rule of a role, as Kubernetes writes it. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** One rule for each set of verbs in each group, with nothing said twice. */
export function rulesOf(access: readonly Access[]): readonly PolicyRule[] {
  const byResource = groupedBy(access, ({ apiGroup, resource, name }) => `${apiGroup} ${resource} ${name}`);
  const merged = [...byResource.values()].map((all) => ({
    ...all[0],
    verbs: sorted(all.flatMap(({ verbs }) => verbs)),
  }));
  const byVerbs = groupedBy(merged, ({ apiGroup, verbs, name }) => `${apiGroup} ${verbs.join()} ${name ?? ""}`);
  return [...byVerbs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, all]) => ({
      apiGroups: [all[0].apiGroup],
      resources: sorted(all.map(({ resource }) => resource)),
      ...(all[0].name !== null && { resourceNames: [all[0].name] }),
      verbs: all[0].verbs,
    }));
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
