import { quoted } from "./messages";
import type { SettingsErrorProps } from "./settings-error";

/** Settings of other stacks, and what this stack has instead. */
const UNSUPPORTED: readonly (readonly [name: RegExp, remedy: string])[] = [
  [
    /storage|persist|pvc|volume|bucket|^s3$|minio/i,
    'delete it: the stack stores logs only on an NFS export, nfs: { server: "…", path: "…", size: ByteSize.gibibytes(…) }',
  ],
  [/replica|scal/i, "delete it: the stack runs one Loki"],
  [/tenant|auth/i, "delete it: the stack has one tenant and no authentication"],
];

/**
 * Returns the problem of a key that its group doesn't have.
 * @param setting the key with its path
 * @param names the keys to list
 * @param meant the key that was probably meant; null if none is near
 */
export function unknownSetting(
  setting: string,
  key: string,
  names: readonly string[],
  meant: string | null,
): SettingsErrorProps {
  const [, absent] = UNSUPPORTED.find(([name]) => name.test(key)) ?? [];
  return {
    setting,
    got: "an unknown setting",
    expected: `${names.length > 1 ? "one of " : ""}${names.map(quoted).join(", ")}`,
    why: "the setting would be ignored silently",
    remedy: meant === null ? (absent ?? "delete it, or write one of these") : `did you mean "${meant}"?`,
  };
}
