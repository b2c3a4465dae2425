import {
  ANY,
  ANYTHING,
  dictionary,
  field,
  isNothing,
  knownTexts,
  NOTHING,
  type Readings,
  text,
  union,
  type Value,
  without,
} from "./value";

/** Evaluates a template function, and records which parts of its arguments it reads. */
type Call = (args: readonly Value[], readings: Readings) => Value;

/** A value that is never false. */
const TRUE = text("true");

const either: Call = (args) => union(...args);
const last: Call = (args) => args.at(-1) ?? ANYTHING;

const test: Call = (args, readings) => {
  for (const value of args) readings.test(value);
  return ANYTHING;
};

/** The default for a function that isn't listed, which prints its arguments. */
const use: Call = (args, readings) => {
  for (const value of args) readings.use(value);
  return ANYTHING;
};

const lookUp: Call = ([from = ANYTHING, ...keys], readings) => {
  for (const key of keys) readings.use(key);
  return keys.reduce((value, key) => union(...keysIn(key).map((name) => field(value, name))), from);
};

const dig: Call = (args, readings) => {
  const [from = ANYTHING, fallback = ANYTHING, ...keys] = args.toReversed();
  const values = lookUp([from, ...keys.toReversed()], readings);
  return union(values, fallback);
};

const set: Call = ([into = ANYTHING, key = ANYTHING, value = ANYTHING]) =>
  union(into, dictionary(keysIn(key).map((name) => [name, value])));

const pairs: Call = (args) =>
  dictionary(
    args.flatMap((key, index) =>
      index % 2 === 0 ? keysIn(key).map((name) => [name, args[index + 1] ?? NOTHING] as const) : [],
    ),
  );

const equal: Call = (args, readings) => {
  use(args, readings);
  const [one, ...others] = args.map(knownTexts);
  if (!one || others.some((other) => other === null)) return ANYTHING;
  const all = new Set([...one, ...others.flatMap((other) => other ?? [])]);
  if (all.size === 1) return TRUE;
  return others.some((other) => other?.some((value) => one.includes(value))) ? ANYTHING : NOTHING;
};

const has: Call = ([one = ANYTHING, list = ANYTHING], readings) => equal([one, field(list, ANY)], readings);

const hasKey: Call = ([from = ANYTHING, ...keys], readings) => {
  const values = lookUp([from, ...keys], readings);
  readings.test(values);
  return isNothing(values) ? NOTHING : ANYTHING;
};

const ternary: Call = ([yes = ANYTHING, no = ANYTHING, condition = ANYTHING], readings) => {
  readings.test(condition);
  if (isNothing(condition)) return no;
  return condition === TRUE ? yes : union(yes, no);
};

const fallback: Call = ([other = ANYTHING, value = ANYTHING], readings) => {
  readings.test(value);
  return isNothing(value) ? other : union(value, other);
};

const FUNCTIONS: ReadonlyMap<string, Call> = new Map(
  Object.entries<Call>({
    and: (args, readings) => (args.some(isNothing) ? test(args, readings) && NOTHING : either(args, readings)),
    or: (args, readings) =>
      either(
        args.filter((value) => !isNothing(value)),
        readings,
      ),
    not: test,
    empty: test,
    len: test,
    keys: test,
    kindIs: ([, value = ANYTHING], readings) => test([value], readings),
    kindOf: test,
    typeIs: ([, value = ANYTHING], readings) => test([value], readings),
    eq: equal,
    has,
    hasKey,
    default: fallback,
    coalesce: either,
    ternary,
    required: last,
    dict: pairs,
    list: (args) => dictionary([[ANY, union(...args)]]),
    concat: either,
    append: ([list = ANYTHING, element = ANYTHING]) => union(list, dictionary([[ANY, element]])),
    uniq: either,
    values: ([from = ANYTHING]) => dictionary([[ANY, field(from, ANY)]]),
    merge: either,
    mergeOverwrite: either,
    mustMergeOverwrite: either,
    deepCopy: either,
    omit: ([from = ANYTHING, ...keys]) => without(from, keys.flatMap(keysIn)),
    pick: ([from = ANYTHING, ...keys]) =>
      dictionary(keys.flatMap(keysIn).map((key) => [key, field(from, key)] as const)),
    set,
    get: lookUp,
    index: lookUp,
    dig,
    toYaml: last,
    print: (args, readings) => {
      use(args, readings);
      const texts = args.map(knownTexts);
      return texts.every((known) => known?.length === 1) ? text(texts.flat().join("")) : ANYTHING;
    },
  }),
);

export function call(name: string, args: readonly Value[], readings: Readings): Value {
  return (FUNCTIONS.get(name) ?? use)(args, readings);
}

/** Returns the keys that a value may be; any key if it is unknown. */
function keysIn(key: Value): readonly string[] {
  return knownTexts(key) ?? [ANY];
}
