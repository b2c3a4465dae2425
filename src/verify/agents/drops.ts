import type { DropModel } from "../../alloy/drops";
import { type Line, parse, selectsLine } from "../../logql";

/** The first drop of the settings that takes a line, by its name; null where the line goes on to Loki. */
export function dropOf(drops: readonly DropModel[], line: Line): string | null {
  return drops.find(({ selector }) => isTaken(selector, line))?.name ?? null;
}

function isTaken(selector: string, line: Line): boolean {
  const { expression } = parse(selector);
  return expression?.kind === "logQuery" && selectsLine(expression.selection, line) === true;
}
