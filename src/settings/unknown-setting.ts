import { assignment, nearest, quoted } from "./messages";
import type { Refusal, Refusals } from "./refusals";
import { objectCode, parsedCodes, type SectionHelp } from "./section";

/** Settings of other stacks, and what this stack has instead. */
const UNSUPPORTED: readonly (readonly [name: RegExp, remedy: string])[] = [
  [
    /storage|persist|pvc|volume|bucket|^s3$|minio/i,
    'delete it: the stack stores logs only on an NFS export, nfs: { server: "…", path: "…", size: ByteSize.gibibytes(…) }',
  ],
  [/replica|scal/i, "delete it: the stack runs one Loki"],
  [/tenant|auth/i, "delete it: the stack has one tenant and no authentication"],
];

/** The group of an unknown setting. */
interface Group {
  readonly path: string;
  readonly known: readonly string[];
  readonly unset: readonly string[];
  readonly help: SectionHelp;
}

/**
 * Refuses a key that its group doesn't have. If required settings are missing because the key is misspelt, or because its
 * text has their values, this is the only problem.
 */
export function unknownSetting(
  key: string,
  value: unknown,
  { path, known, unset, help }: Group,
  refusals: Refusals,
): Refusal {
  const fullName = (name: string) => (path === "" ? name : `${path}.${name}`);
  const misspelt = nearest(key, unset);
  const codes = misspelt === null ? parsedCodes(value, help) : null;
  const isExplained = misspelt !== null || codes !== null;
  const isCause = isExplained && refusals.forgetMissing(misspelt === null ? path : fullName(misspelt));
  const names = isCause && misspelt !== null ? [misspelt] : [...known].sort();
  const meant = misspelt ?? nearest(key, names);
  const [, absent] = UNSUPPORTED.find(([name]) => name.test(key)) ?? [];
  const suggestion = meant === null ? (absent ?? "delete it, or write one of these") : `did you mean "${meant}"?`;
  const problem = {
    setting: fullName(key),
    got: "an unknown setting",
    expected: `${names.length > 1 ? "one of " : ""}${names.map(quoted).join(", ")}`,
    why: "the setting would be ignored silently",
    remedy: isCause && codes !== null ? `write ${assignment(path, objectCode(codes))}` : suggestion,
  };
  return { problem, isMissing: false, meant: null, ...(!isCause && { unknown: key }) };
}
