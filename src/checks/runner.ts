import { closest } from "fastest-levenshtein";
import type { AcceptanceModel } from "../settings/acceptance";
import { quoted } from "../settings/messages";
import { SettingsError } from "../settings/settings-error";
import type { RenderedStack } from "../stack/rendered-stack";
import type { Check, Finding, Found } from "./check";

export interface Accepted extends Found {
  readonly reason: string;
}

/** What came of every check. */
export interface Report {
  /** What is wrong and was not accepted: errors first, then by place and setting. */
  readonly findings: readonly Found[];
  /** What is wrong, and was accepted with a reason. */
  readonly accepted: readonly Accepted[];
  /** Checks that could say nothing because a setting was not declared. */
  readonly notChecked: readonly NotChecked[];
  /** Checks that found nothing. */
  readonly passed: readonly Check[];
}

export interface NotChecked {
  readonly check: Check;
  /** The setting that would enable it. */
  readonly setting: string;
}

/**
 * Runs checks over what would be deployed.
 * @throws SettingsError where an acceptance names a check that doesn't exist
 */
export function report(checks: readonly Check[], stack: RenderedStack): Report {
  const notChecked = checks.flatMap((check) =>
    check.needs === undefined || check.needs.declared(stack) ? [] : [{ check, setting: check.needs.setting }],
  );
  const checked = checks.filter((check) => !notChecked.some((other) => other.check === check));
  const found = checked.flatMap((check) => check.find(stack).map((finding) => ({ check, finding, acceptable: true })));
  const { accepted: acceptances } = stack.model;
  const accepted = found.flatMap((one) => {
    const reason = acceptances.find((acceptance) => covers(acceptance, one))?.reason;
    return reason === undefined ? [] : [{ ...one, reason }];
  });
  const open = found.filter((one) => !acceptances.some((acceptance) => covers(acceptance, one)));
  const unused = unusedAcceptances(
    acceptances.filter((acceptance) => !found.some((one) => covers(acceptance, one))),
    { known: checks, checked, open },
  );
  return {
    findings: [...open, ...unused].sort(byWeight),
    accepted: accepted.sort(byWeight),
    notChecked,
    passed: checked.filter((check) => !found.some((one) => one.check === check)),
  };
}

export function isError({ check }: Found): boolean {
  return check.severity === "error";
}

function covers({ check, setting }: AcceptanceModel, found: Found): boolean {
  return check === found.check.id && (setting === null || setting === found.finding.setting);
}

function byWeight(one: Found, other: Found): number {
  return compare(weight(one), weight(other));
}

function weight({ check, finding: { setting, location, got } }: Found): string {
  const [line, column] = [location?.line ?? 0, location?.column ?? 0].map((number) => `${number}`.padStart(6, "0"));
  return [check.severity, location?.file ?? "", line, column, setting, check.id, got].join("\0");
}

/** In the order of code units, which is the same in every locale. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

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
    why: "it would accept nothing, and the finding would stop the plan all the same",
    remedy: `did you mean "${closest(check, ids)}"?`,
  });
}
