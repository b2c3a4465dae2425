import { type FixtureCase, type FixtureFile, readFixture, storedLines } from "../../alerting/fixtures/fixture";
import { FIRING, QUIET, selectsDrill, storedMarker } from "../../alerting/log-path-drill";
import { analyzedRules, type RuleAnalysis } from "../../alerting/rule-analysis";
import { type DropModel, dropOf, dropSelection } from "../../alloy/drops";
import { PODS, type SourceContract } from "../../alloy/source-contracts";
import { expressionsIn, isCertainlyWithin, type Line, type Selection, selectsLine } from "../../logql";
import type { Model } from "../../model";
import { oncePer } from "../../units";

/** What the drops of the settings take away. */
export interface Starvation {
  /** The names of the drops that drop the lines of verify. */
  readonly drill: readonly string[];
  readonly rules: readonly StarvedRule[];
  /** Firing cases of fixtures whose lines are all dropped, while other cases still fire their alert. */
  readonly cases: readonly StarvedCase[];
}

export interface StarvedRule {
  readonly drop: string;
  readonly rule: RuleAnalysis;
}

export interface StarvedCase extends StarvedRule {
  readonly file: FixtureFile;
  readonly title: string;
}

/** Returns what the drops of the settings take away. The result is certain: a rule that may keep lines isn't listed. */
export const starvation = oncePer((model: Model): Starvation => {
  const { drop } = model.alloy;
  if (drop.length === 0) return { drill: [], rules: [], cases: [] };
  const { namespace } = model.drill;
  const fixtures = new Map(model.alerting.fixtures.map((file) => [file.alert, file]));
  const drill = [FIRING, QUIET].flatMap((container) => dropOf(drop, storedMarker(container, namespace)) ?? []);
  const parsed = drop.flatMap(parsedDrop);
  const starved = analyzedRules(model)
    .filter((rule) => rule.metric !== null && !(drill.length > 0 && selectsDrill(rule.selections, namespace)))
    .map((rule) => starvedRule(rule, parsed, drop, fixtures.get(rule.rule.name)));
  return {
    drill: [...new Set(drill)],
    rules: starved.flatMap(({ rules }) => rules),
    cases: starved.flatMap(({ cases }) => cases),
  };
});

interface ParsedDrop {
  readonly name: string;
  readonly selection: Selection;
}

function parsedDrop(drop: DropModel): readonly ParsedDrop[] {
  const selection = dropSelection(drop);
  return selection === null ? [] : [{ name: drop.name, selection }];
}

function starvedRule(
  rule: RuleAnalysis,
  parsed: readonly ParsedDrop[],
  drops: readonly DropModel[],
  file: FixtureFile | undefined,
): Pick<Starvation, "rules" | "cases"> {
  const certain = parsed.find(({ selection }) => takesAll(selection, rule));
  if (certain !== undefined) return { rules: [{ drop: certain.name, rule }], cases: [] };
  if (file === undefined || rule.rule.kind !== "alert") return { rules: [], cases: [] };
  const firing = firingCases(file).flatMap((one) => dropsOfCase(one, rule, drops));
  const cases = firing.flatMap(({ title, drop }) => (drop === null ? [] : [{ drop, rule, file, title }]));
  const [first] = cases;
  return first !== undefined && cases.length === firing.length
    ? { rules: [{ drop: first.drop, rule }], cases: [] }
    : { rules: [], cases };
}

const PRESENT = new Set(PODS.labels.filter(({ always }) => always).map(({ name }) => name));

function onlyPods(sources: readonly SourceContract[]): boolean {
  return sources.length > 0 && sources.every((source) => source === PODS);
}

/**
 * Whether a drop takes every line of pods that a rule needs. A rule with "or" or "unless" may do without one selection.
 */
function takesAll(drop: Selection, { expression, selections }: RuleAnalysis): boolean {
  const taken = selections.map(
    ({ selection, sources }) => onlyPods(sources) && isCertainlyWithin(selection, drop, PRESENT),
  );
  const needsAll = expression !== null && expressionsIn(expression).every(isNeeded);
  return taken.length > 0 && (needsAll ? taken.includes(true) : !taken.includes(false));
}

function isNeeded(expression: ReturnType<typeof expressionsIn>[number]): boolean {
  return expression.kind !== "binaryOperation" || (expression.operator !== "or" && expression.operator !== "unless");
}

/** A fixture that can't be read has no cases: "npm test" rejects it. */
function firingCases(file: FixtureFile): readonly FixtureCase[] {
  try {
    return readFixture(file).fires;
  } catch {
    return [];
  }
}

/** Returns the drop that takes all lines of a case that the rule may select, or null. Nothing if it selects none. */
function dropsOfCase(
  fixture: FixtureCase,
  { selections }: RuleAnalysis,
  drops: readonly DropModel[],
): readonly { readonly title: string; readonly drop: string | null }[] {
  const isNeededLine = (line: Line) => selections.some(({ selection }) => selectsLine(selection, line) !== false);
  const lines = storedLines(fixture).filter(isNeededLine);
  const dropped = lines.map((line) => (line.source === PODS ? dropOf(drops, line) : null));
  const [first] = dropped;
  if (first === undefined) return [];
  return [{ title: fixture.title, drop: dropped.includes(null) ? null : first }];
}
