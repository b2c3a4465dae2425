import { UsageError } from "../settings/settings-error";
import type { Link } from "./diagnostic";
import { needed } from "./runner";

/**
 * The links that "--only" names with what they depend on; all of them where it names none.
 * @throws UsageError for a name that no link has
 */
export function chosen<Context>(links: readonly Link<Context>[], only: readonly string[]): readonly Link<Context>[] {
  const known = links.map(({ id }) => id);
  const unknown = only.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new UsageError(`--only takes ${known.join(", ")}, not "${unknown}"`);
  return only.length === 0 ? links : needed(links, only);
}
