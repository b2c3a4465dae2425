import type { LabelValues } from "../logql";

/** Returns the values that satisfy a rule for names. */
function named(pattern: RegExp, character: RegExp, maximum: number, described: string): LabelValues {
  return {
    only: null,
    examples: [],
    requiredBy: null,
    numeric: null,
    described,
    includes: (value) => value.length <= maximum && pattern.test(value),
    contains: (characters) => [...characters].every((one) => character.test(one)),
  };
}

/**
 * The names of namespaces and containers.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
export const DNS_LABEL = named(
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  /[-a-z0-9]/,
  63,
  'a name of lower-case letters, digits and "-", at most 63 characters',
);

/**
 * The names of pods and nodes.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
 */
export const DNS_SUBDOMAIN = named(
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  /[-.a-z0-9]/,
  253,
  'a name of lower-case letters, digits, "-" and ".", at most 253 characters',
);

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const LABEL_VALUE = named(
  /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
  /[-A-Za-z0-9_.]/,
  63,
  'the value of a pod\'s label: letters, digits, "-", "_" and ".", at most 63 characters',
);

/**
 * The agents remove the suffix and the instance.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html (description)
 */
export const UNIT_NAME = named(
  /^[A-Za-z0-9:_.\\@-]+$/,
  /[A-Za-z0-9:_.\\@-]/,
  255,
  "the name of a systemd service without its suffix and instance",
);

/**
 * Returns the values of a field that is free, but never one of the known words in another case.
 * @param words those that Kubernetes itself writes
 */
export function spelled(words: readonly string[], described: string): LabelValues {
  const lowerCase = new Map(words.map((word) => [word.toLowerCase(), word]));
  const includes = (value: string) => (lowerCase.get(value.toLowerCase()) ?? value) === value;
  return { only: null, examples: words, requiredBy: null, numeric: false, described, includes, contains: () => true };
}

/** The values of a field that is always a number. */
export const NUMBER: LabelValues = {
  only: null,
  examples: [],
  requiredBy: null,
  numeric: true,
  described: "a number",
  includes: (value) => /^\d+$/.test(value),
  contains: (characters) => /^\d*$/.test(characters),
};
