import type { RenderedStack } from "../../../src/stack/rendered-stack";
import { alert, withFiles } from "../rules/rules";

/** A mistake that a check reports, and the result of following its remedy to the letter. */
export interface RemedyCase {
  /** The check that reports the mistake. */
  readonly check: string;
  readonly before: RenderedStack;
  /** The part of the remedy that the user follows. */
  readonly remedy: string;
  readonly after: RenderedStack;
}

/** A rule file before and after following the remedy. */
export function inFile(check: string, before: string, remedy: string, after: string): RemedyCase {
  const files = (text: string) => withFiles({ "a.yaml": text });
  return { check, before: files(before), remedy, after: files(after) };
}

/** The query of an alert before and after following the remedy, with other keys of the alert. */
export function inQuery(check: string, before: string, remedy: string, after: string, rule: object = {}): RemedyCase {
  return inFile(check, alert(before, rule), remedy, alert(after, rule));
}
