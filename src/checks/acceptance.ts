import { closest } from "fastest-levenshtein";
import type { AcceptanceModel } from "../settings/acceptance";
import { quoted } from "../settings/messages";
import { SettingsError } from "../settings/settings-error";
import type { Check, Finding } from "./check";
import type { Found } from "./found";

const acceptUnused: Check = {
  id: "accept-unused",
  severity: "warning",
  reason: "an acceptance that accepts nothing would one day accept what nobody has looked at",
  evidence: "how suppressions of every linter rot",
  find: () => [],
};

export interface Checks {
  readonly known: readonly Check[];
  /** Those that could say something. */
  readonly checked: readonly Check[];
  /** What they found, and nobody has accepted. */
  readonly open: readonly Found[];
}

/**
 * A finding for each acceptance that no finding needed.
 * @throws SettingsError where one names a check that doesn't exist
 */
export function unusedAcceptances(
  unused: readonly AcceptanceModel[],
  { known, checked, open }: Checks,
): readonly Found[] {
  const ids = known.map(({ id }) => id);
  const unknown = unused.find(({ check }) => !ids.includes(check));
  if (unknown !== undefined) throw noSuchCheck(unknown, ids);
  return unused
    .filter(({ check }) => checked.some(({ id }) => id === check))
    .map((acceptance) => ({ check: acceptUnused, finding: unusedFinding(acceptance, open), acceptable: false }));
}

function unusedFinding({ check, setting, path }: AcceptanceModel, open: readonly Found[]): Finding {
  const settings = open.filter((found) => found.check.id === check).map(({ finding }) => finding.setting);
  const nearest = setting === null || settings.length === 0 ? null : closest(setting, settings);
  return {
    setting: path,
    got: `an acceptance of ${check}${setting === null ? "" : ` at "${setting}"`}, which finds nothing there`,
    expected: "acceptances of what is found",
    remedy: nearest === null ? "delete it" : `write setting: ${quoted(nearest)} if you mean that finding, or delete it`,
  };
}

function noSuchCheck({ check, path }: AcceptanceModel, ids: readonly string[]): SettingsError {
  return new SettingsError({
    setting: `${path}.check`,
    got: quoted(check),
    expected: "the name of a check (docs/checks.md lists them)",
    because: "it would accept nothing, and the finding would stop the plan all the same",
    remedy: `did you mean "${closest(check, ids)}"?`,
  });
}
