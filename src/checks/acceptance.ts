import { closest } from "fastest-levenshtein";
import type { AcceptanceModel } from "../acceptance";
import { Refusal } from "../refusal";
import { quoted } from "../wording";
import type { Check } from "./check";
import type { Found } from "./report";

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
}

/**
 * A finding for each acceptance that no finding needed.
 * @throws Refusal where one names a check that doesn't exist
 */
export function unusedAcceptances(unused: readonly AcceptanceModel[], { known, checked }: Checks): readonly Found[] {
  const ids = known.map(({ id }) => id);
  const unknown = unused.find(({ check }) => !ids.includes(check));
  if (unknown !== undefined) throw noSuchCheck(unknown, ids);
  return unused
    .filter(({ check }) => checked.some(({ id }) => id === check))
    .map(({ check, setting, path }) => ({
      check: acceptUnused,
      finding: {
        setting: path,
        got: `an acceptance of ${check}${setting === null ? "" : ` at "${setting}"`}, which finds nothing there`,
        wanted: "acceptances of what is found",
        remedy: "delete it",
      },
    }));
}

function noSuchCheck({ check, path }: AcceptanceModel, ids: readonly string[]): Refusal {
  return new Refusal({
    setting: `${path}.check`,
    got: quoted(check),
    wanted: "the name of a check (docs/checks.md lists them)",
    because: "it would accept nothing, and the finding would stop the plan all the same",
    remedy: `did you mean "${closest(check, ids)}"?`,
  });
}
