import type { Deployment } from "../deployment";
import type { Check, Finding } from "./check";

/** A finding with the check that made it. */
export interface Found {
  readonly check: Check;
  readonly finding: Finding;
}

/** What came of every check. */
export interface Report {
  /** What is wrong and was not accepted, sorted: errors first, then by setting and check. */
  readonly findings: readonly Found[];
  /** What is wrong, and was accepted with a reason. */
  readonly accepted: readonly AcceptedFinding[];
  /** Checks that could say nothing because a setting was not declared. */
  readonly notChecked: readonly Check[];
  /** Checks that found nothing. */
  readonly passed: readonly Check[];
}

export interface AcceptedFinding extends Found {
  readonly reason: string;
}

/** Runs checks over what would be deployed. */
export function report(checks: readonly Check[], deployment: Deployment): Report {
  const notChecked = checks.filter(({ needs }) => needs !== undefined && !needs.declared(deployment));
  const checked = checks.filter((check) => !notChecked.includes(check));
  const found = checked.flatMap((check) => check.find(deployment).map((finding) => ({ check, finding })));
  const passed = checked.filter((check) => !found.some((other) => other.check === check));
  return { findings: found.sort(byWeight), accepted: [], notChecked, passed };
}

function byWeight(one: Found, other: Found): number {
  return compare(key(one), key(other));
}

function key({ check, finding: { setting, place, got } }: Found): string {
  const line = `${place?.line ?? 0}`.padStart(6, "0");
  return [check.severity, place?.file ?? "", line, setting, check.id, got].join("\0");
}

/** In the order of code units, which is the same in every locale. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
