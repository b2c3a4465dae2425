import type { RuleFile } from "../../alerting/rule-file/rule-file";
import { oneLine } from "../../diagnostics/explain-error/trouble";
import { listed } from "../../diagnostics/listed";
import { broken, doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import type { LoadedRule } from "../loki/ruler";
import { FAILING, LEFT_OVER, NOT_EVALUATED, NOT_MOUNTED, NOT_YET, UNREADABLE } from "./causes";
import { isSame, type Queries, synthesized } from "./same";

export interface RulesSeen {
  readonly files: readonly Pick<RuleFile, "name" | "groups">[];
  readonly loaded: readonly LoadedRule[];
  /** The queries of both, as Loki writes them. */
  readonly queries: Queries;
  /** What the ruler says of its files; null where it can read them. */
  readonly unreadable: string | null;
  /** How long Loki has been running. */
  readonly secondsUp: number;
}

/** One that is missing or failing says nothing of the others. */
export function judgeRules(seen: RulesSeen): Outcome {
  const { files, loaded, queries, unreadable } = seen;
  const expected = synthesized(files);
  const absent = expected.filter((rule) => !loaded.some((other) => isSame(rule, other, queries)));
  const text = `${expected.length} rules, as synthesized`;
  if (unreadable !== null) {
    return broken({ found: oneLine(unreadable), expected: text, causes: [UNREADABLE] });
  }
  if (absent.length > 0) {
    const found = `${loaded.length} rules; not as synthesized: ${listed(absent.map(({ name }) => name))}`;
    return broken({ found, expected: text, causes: [NOT_YET, NOT_MOUNTED], isPartial: loaded.some(isFine) });
  }
  const others = loaded.filter((rule) => !expected.some((other) => isSame(other, rule, queries)));
  const figure = `${loaded.length} of ${expected.length} rules`;
  return evaluated(seen) ?? leftOver(others, text) ?? holds(figure, ...notYet(seen));
}

const EVALUATED = "every rule is evaluated";

function evaluated({ loaded, secondsUp }: RulesSeen): Outcome | null {
  const failing = loaded.filter(({ health }) => health === "err");
  if (failing.length > 0) {
    const found = listed(failing.map(({ name, lastError }) => `${name}: ${oneLine(lastError)}`));
    return broken({ found, expected: EVALUATED, causes: [FAILING], isPartial: loaded.some(isFine) });
  }
  const [found] = notYet({ loaded });
  if (found === undefined || secondsUp < FIRST_EVALUATION) return null;
  return doubtful({ found, expected: EVALUATED, causes: [NOT_EVALUATED], isPassing: true });
}

/** A group that names no interval is evaluated every minute, for the first time within one of Loki's start. */
const FIRST_EVALUATION = 75;

function notYet({ loaded }: Pick<RulesSeen, "loaded">): readonly string[] {
  const waiting = loaded.filter(({ health }) => health === "unknown");
  return waiting.length === 0 ? [] : [`not evaluated yet: ${listed(waiting.map(({ name }) => name))}`];
}

function isFine({ health }: LoadedRule): boolean {
  return health !== "err";
}

function leftOver(others: readonly LoadedRule[], expected: string): Outcome | null {
  if (others.length === 0) return null;
  const found = `${others.length} more: ${listed(others.map(({ name }) => name))}`;
  return doubtful({ found, expected, causes: [NOT_YET, LEFT_OVER], isPassing: true });
}
