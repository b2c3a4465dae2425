import type { AcceptanceModel } from "../settings/acceptance";
import type { RenderedStack } from "../stack/rendered-stack";
import { unusedAcceptances } from "./acceptance";
import type { Check } from "./check";
import type { Found } from "./found";

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
