import { closest } from "fastest-levenshtein";
import type { AcceptanceModel } from "../settings/acceptance";
import { quoted } from "../settings/messages";
import { SettingsError, type SettingsErrorProps } from "../settings/settings-error";
import type { RenderedStack } from "../stack/rendered-stack";
import type { Check, Finding } from "./check";

/** A finding with the check that made it. */
export interface ReportedFinding {
  readonly check: Check;
  readonly finding: Finding;
  /** The findings of the check that differ only in their place, in order. The report shows them as one with this one. */
  readonly others: readonly Finding[];
  /** Whether an entry of `accept` can accept it. */
  readonly acceptable: boolean;
}

export interface AcceptedFinding extends ReportedFinding {
  /** The user's reason for accepting it. */
  readonly reason: string;
}

export interface SkippedCheck {
  readonly check: Check;
  /** The setting to declare so that the check runs. */
  readonly setting: string;
}

/** The outcome of every check. */
export interface Report {
  /** Findings that are not accepted, equal ones as one: errors first, then by location and setting. */
  readonly findings: readonly ReportedFinding[];
  readonly accepted: readonly AcceptedFinding[];
  /** Checks that need a setting which is not declared. */
  readonly skipped: readonly SkippedCheck[];
  /** Checks without a finding. */
  readonly passed: readonly Check[];
}

/**
 * Runs checks on what would be deployed.
 * @throws SettingsError if `accept` names checks that do not exist or that can't be accepted
 */
export function checkStack(checks: readonly Check[], stack: RenderedStack): Report {
  const skipped = checks.flatMap((check) =>
    check.needs === undefined || check.needs.declared(stack) ? [] : [{ check, setting: check.needs.setting }],
  );
  const run = checks.filter((check) => !skipped.some((other) => other.check === check));
  const all = run.flatMap((check) =>
    check.find(stack).map((finding) => ({ check, finding, others: [], acceptable: isAcceptable(check) })),
  );
  const { accepted: acceptances } = stack.model;
  const accepted = all.flatMap((reported) => {
    const reason = acceptances.find((acceptance) => covers(acceptance, reported))?.reason;
    return reason === undefined ? [] : [{ ...reported, reason }];
  });
  const open = all.filter((reported) => !acceptances.some((acceptance) => covers(acceptance, reported)));
  const unused = unusedAcceptances(
    acceptances.filter((acceptance) => !all.some((reported) => covers(acceptance, reported))),
    { known: checks, run, open },
  );
  return {
    findings: merged([...open, ...unused].sort(byWeight), sameText),
    accepted: merged(accepted.sort(byWeight), (one) => `${sameText(one)}\0${one.reason}`),
    skipped,
    passed: run.filter((check) => !all.some((reported) => reported.check === check)),
  };
}

export function isError({ check }: ReportedFinding): boolean {
  return check.severity === "error";
}

export function isAcceptable({ acceptable }: Check): boolean {
  return acceptable ?? true;
}

/** One mistake at a thousand places is one finding. `accept` still names each place. */
function merged<T extends ReportedFinding>(sorted: readonly T[], key: (reported: T) => string): readonly T[] {
  const groups = new Map<string, T[]>();
  for (const reported of sorted) {
    const group = groups.get(key(reported));
    if (group === undefined) groups.set(key(reported), [reported]);
    else group.push(reported);
  }
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ ...first, others: rest.map(({ finding }) => finding) }],
  );
}

/** The text of a finding without its place. */
function sameText({ check, finding: { got, expected, remedy } }: ReportedFinding): string {
  return [check.id, got, expected, remedy].join("\0");
}

function covers({ check, setting }: AcceptanceModel, reported: ReportedFinding): boolean {
  return (
    reported.acceptable && check === reported.check.id && (setting === null || setting === reported.finding.setting)
  );
}

const acceptUnused: Check = {
  id: "accept-unused",
  title: "Every acceptance matches a finding",
  severity: "warning",
  why: "an acceptance that matches nothing may later hide an unreviewed finding",
  remedy: "delete the acceptance",
  evidence: "unused suppressions outlive their reasons in every linter",
  find: () => [],
};

interface Checked {
  readonly known: readonly Check[];
  readonly run: readonly Check[];
  readonly open: readonly ReportedFinding[];
}

/** An acceptance of a skipped check is not unused: the check might find something. */
function unusedAcceptances(
  unused: readonly AcceptanceModel[],
  { known, run, open }: Checked,
): readonly ReportedFinding[] {
  const refused = acceptanceProblems(unused, known);
  if (refused.length > 0) throw new SettingsError(...refused);
  return unused
    .filter(({ check }) => run.some(({ id }) => id === check))
    .map((acceptance) => ({
      check: acceptUnused,
      finding: unusedFinding(acceptance, open),
      others: [],
      acceptable: false,
    }));
}

function unusedFinding({ check, setting, path }: AcceptanceModel, open: readonly ReportedFinding[]): Finding {
  const settings = open.filter((reported) => reported.check.id === check).map(({ finding }) => finding.setting);
  const nearest = setting === null || settings.length === 0 ? null : closest(setting, settings);
  return {
    setting: path,
    got: `an acceptance of ${check}${setting === null ? "" : ` at "${setting}"`}, which matches no finding`,
    expected: "the check and setting of a finding",
    remedy: nearest === null ? "delete it" : `use setting: ${quoted(nearest)} if you mean that finding, or delete it`,
  };
}

/** Returns the problems of entries that accept a check that doesn't exist, or that can't be accepted. */
export function acceptanceProblems(
  acceptances: readonly AcceptanceModel[],
  known: readonly Check[],
): readonly SettingsErrorProps[] {
  return acceptances.flatMap((acceptance) => refusal(acceptance, known));
}

function refusal(acceptance: AcceptanceModel, known: readonly Check[]): readonly SettingsErrorProps[] {
  const check = known.find(({ id }) => id === acceptance.check);
  if (check === undefined)
    return [
      unknownCheck(
        acceptance,
        known.map(({ id }) => id),
      ),
    ];
  return isAcceptable(check) ? [] : [refusedAcceptance(acceptance, check)];
}

function unknownCheck({ check, path }: AcceptanceModel, ids: readonly string[]): SettingsErrorProps {
  return {
    setting: `${path}.check`,
    got: quoted(check),
    expected: "the id of a check (docs/checks.md lists them)",
    why: "it accepts nothing, and the finding still stops the synthesis",
    remedy: `did you mean "${closest(check, ids)}"?`,
  };
}

function refusedAcceptance({ check, path }: AcceptanceModel, { why }: Check): SettingsErrorProps {
  return {
    setting: `${path}.check`,
    got: `${quoted(check)}, whose findings can't be accepted`,
    expected: "a check whose findings can be intended",
    why,
    remedy: "delete the acceptance, and follow the remedy of the finding",
  };
}

function byWeight(one: ReportedFinding, other: ReportedFinding): number {
  return compare(weight(one), weight(other));
}

function weight({ check, finding: { setting, location, got } }: ReportedFinding): string {
  const [line, column] = [location?.line ?? 0, location?.column ?? 0].map((number) => `${number}`.padStart(6, "0"));
  return [check.severity, location?.file ?? "", line, column, setting, check.id, got].join("\0");
}

/** Compares code units: localeCompare would order differently on another machine. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
