import type { SourceLocation } from "../../src/alerting/rule-file/located-text";
import type { Check, Finding } from "../../src/checks/check";

/** A check with these findings. */
export function sample(id: string, found: readonly Finding[] = [], more: Partial<Check> = {}): Check {
  return {
    id,
    title: `${id} is fine`,
    severity: "error",
    why: `${id} matters`,
    remedy: `fix ${id}`,
    evidence: `${id} was seen`,
    find: () => found,
    ...more,
  };
}

export function finding(setting: string, more: Partial<Finding> = {}): Finding {
  return { setting, got: "1", expected: "2", remedy: "write 2", ...more };
}

/** The location of a word of five characters. */
export function location(file: string, line: number, column = 1): SourceLocation {
  return { file, line, column, endLine: line, endColumn: column + 5 };
}
