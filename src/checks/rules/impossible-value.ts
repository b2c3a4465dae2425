import { closest, distance } from "fastest-levenshtein";
import {
  alternativesOf,
  characterName,
  invisibleCharacter,
  isProblem,
  type LabelValues,
  type Matcher,
  mayMatch,
  regularExpression,
  withoutInvisible,
} from "../../logql";

/** Explains a value that a label never has. */
export interface ValueExplanation {
  /** What the value is, to follow it in "got"; empty if it is only wrong. */
  readonly because: string;
  readonly remedy: string;
}

/** Returns what the user probably meant by a matcher that no value of its label satisfies. */
export function explainValue(matcher: Matcher, values: LabelValues): ValueExplanation {
  const { value } = matcher.value;
  if (values.requiredBy !== null) {
    return { because: `, while ${values.requiredBy} requires another value`, remedy: "remove one of the two" };
  }
  const invisible = invisibleCharacter(value);
  if (invisible !== null) {
    const meant = `${matcher.label.name}${matcher.operator}${JSON.stringify(withoutInvisible(value))}`;
    return { because: `: it contains ${characterName(invisible)}`, remedy: `write ${meant}` };
  }
  const placeholder = placeholderIn(value);
  if (placeholder !== null) return { because: `: ${placeholder.because}`, remedy: placeholder.remedy };
  const pattern = isExact(matcher) ? meantPattern(matcher, values) : null;
  if (pattern !== null) {
    const operator = matcher.operator === "=" ? "=~" : "!~";
    const remedy = `write ${matcher.label.name}${operator}${JSON.stringify(pattern)}`;
    return { because: `, which compares with this text, not with a pattern`, remedy };
  }
  const meant = meantValue(matcher, values);
  if (meant !== null) {
    return { because: "", remedy: `write ${matcher.label.name}${matcher.operator}${JSON.stringify(meant)}` };
  }
  return { because: "", remedy: values.only === null ? "write a value that can occur" : "use one of these" };
}

function isExact({ operator }: Matcher): boolean {
  return operator === "=" || operator === "!=";
}

interface Placeholder {
  readonly because: string;
  readonly remedy: string;
}

const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/\$\{\w+(?::\w+)?\}|\$[A-Za-z_]\w*|\[\[\w+(?::\w+)?\]\]/, "a variable, which nothing replaces in a rule"],
  [/\{\{.*?\}\}/s, "a template, which nothing expands in a query"],
  [/<[A-Za-z][\w -]*>|%[sdv](?!\w)|%\w+%|@@?\w+@@?|__[A-Z][A-Z_]*__/, "a placeholder, which nothing replaces"],
  [/^(?:YOUR|REPLACE|CHANGE|INSERT|MY)_?(?:[A-Z]+_?)*$/, "a placeholder, which nothing replaces"],
];

/** Returns the first variable, template or placeholder in a text, or null. */
export function placeholderIn(text: string): Placeholder | null {
  for (const [pattern, because] of PLACEHOLDERS) {
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) return { because, remedy: `write the value that ${found} stands for` };
  }
  return null;
}

/** Returns the regular expression that a text with wildcards or alternatives means, if a value can match it. */
function meantPattern({ label, value: { value } }: Matcher, values: LabelValues): string | null {
  if (!/[|*+?^$()[\]\\]/.test(value)) return null;
  const pattern = globToRegExp(value);
  const matcher = { label, operator: "=~", value: textOf(pattern), from: 0, to: 0 } as const;
  return isProblem(regularExpression(pattern)) || !mayMatch(values, matcher) ? null : pattern;
}

/** Returns the regular expression for a pattern of file names; another expression is returned unchanged. */
export function globToRegExp(glob: string): string {
  return glob.replace(/(^|[^.\])}\\])\*/g, "$1.*");
}

function textOf(value: string) {
  return { kind: "text", value, from: 0, to: 0 } as const;
}

/** The names of values elsewhere. */
const ALIASES: Readonly<Record<string, string>> = {
  err: "error",
  warning: "warn",
  information: "info",
  dbg: "debug",
  crit: "critical",
  panic: "fatal",
  emerg: "fatal",
  dmesg: "kernel",
  kmsg: "kernel",
  error: "Warning",
  failed: "Warning",
  failure: "Warning",
  warn: "Warning",
  critical: "Warning",
};

function meantValue({ operator, value: { value }, label }: Matcher, values: LabelValues): string | null {
  const isExpression = operator.endsWith("~");
  const known = isExpression ? meantAlternatives(value, values) : nearest(value, values);
  if (known !== null) return known;
  const spelled = [value.toLowerCase(), value.toLowerCase().replace(/[_ ]/g, "-")].find((text) => {
    const matcher = { label, operator: isExpression ? "=~" : "=", value: textOf(text), from: 0, to: 0 } as const;
    return text !== "" && mayMatch(values, matcher);
  });
  return spelled ?? null;
}

/** The alternatives with the nearest values instead; null if one has none. */
function meantAlternatives(expression: string, values: LabelValues): string | null {
  const alternatives = alternativesOf(expression) ?? [];
  const meant = alternatives.map(({ text, exact }) => (exact ? nearest(text, values) : null));
  return meant.length === 0 || meant.includes(null) ? null : [...new Set(meant)].join("|");
}

function nearest(value: string, { only, examples }: LabelValues): string | null {
  const lower = value.toLowerCase();
  const equal = examples.find((known) => known.toLowerCase() === lower);
  if (equal !== undefined || only === null) return equal ?? null;
  const names = [lower, lower.replace(/\W+/g, "-")].map((name) => ALIASES[name] ?? name);
  const alias = names.find((name) => only.includes(name));
  if (alias !== undefined || only.length === 0) return alias ?? null;
  const near = closest(value, [...only]);
  return distance(value, near) <= near.length / 2 ? near : null;
}
