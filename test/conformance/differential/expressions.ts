import fc from "fast-check";
import { RANGE_FUNCTIONS, VECTOR_FUNCTIONS } from "../../../src/logql/functions";

/** Joins the parts that the arbitraries produce with spaces. */
function joined(...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.filter((text) => text !== "").join(" "));
}

function list(item: fc.Arbitrary<string>, separator = ",", minLength = 1): fc.Arbitrary<string> {
  return fc.array(item, { minLength, maxLength: 3 }).map((items) => items.join(separator));
}

const text = (value: string) => fc.constant(value);
const maybe = (part: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 2, arbitrary: text("") }, { weight: 1, arbitrary: part });
const oneOf = (values: string) => fc.constantFrom(...values.trim().split(/\s+/));

const NAMES = "app namespace pod level a _x é rate sum bytes ip duration count_over_time __error__ Rate NaN Inf e";
const name = oneOf(NAMES);

const NUMBERS = `0 1 5 0.5 .5 5. 1e3 1E-2 1e400 1e-400 -1 +2 0x1F 0b1 0o7 017 08 1_000 1e+21 123456789012345678901234567890 0.0000001
  9007199254740993 1e21`;
const number = oneOf(NUMBERS);
const DURATIONS = "5m 1h30m 30s 1d 2w 1y 1ms 1.5h 90s 5µs 1h1h 1m1h 0s 0 -5m 1us 300y 1ns 1w2d 0.5d 100000h 1h30 m5";
const duration = oneOf(DURATIONS);
const SIZES = "1B 5KB 1.5MiB 20GB 2kb 1K 3T 1PiB 1EB 5Gi 1_0MB";
const size = oneOf(SIZES);

const STRINGS = [
  ..."a error .* .+ a|b ( (?P<x>.*) (?<y>a) (?!x) \\\\d \\d \\u00e9 \\x41 \\101 \\q a\\nb é <_> <a>x<b> <a><b> <a>x<a> {{.x}} {{.x 10.0.0.0/8"
    .split(" ")
    .map((value) => `"${value}"`),
  '""',
  '"\\""',
  "``",
  "`\\d+`",
  "`a\nb`",
  `"\\xff"`,
  '"{{ .a | ToUpper }}"',
  '"(?i)x"',
  '"[a-z"',
  '"\\\\p{Greek}"',
  '"a{1001}"',
  '"(?s).*"',
  '"a**"',
  '"10.0.0.1-10.0.0.9"',
  '"\\ud83d\\ude00"',
  '"\\U0001F600"',
  '"\\ud800"',
];
/** Half of the strings suit any place: plain text, regular expressions with a name, patterns. */
const string = fc.oneof(fc.constantFrom('"a"', "`error`", '"(?P<x>.*)"', '"<_> a <_>"'), fc.constantFrom(...STRINGS));

const matcher = joined(name, oneOf("= != =~ !~"), string);
const selector = joined(text("{"), list(matcher, " , "), text("}"));
const useful = fc.constantFrom('{app="web"}', '{app=~".+"}', '{namespace="a", pod!~"b"}');
const anySelector = fc.oneof({ weight: 4, arbitrary: useful }, { weight: 1, arbitrary: selector });

const lineText = fc.oneof(
  { weight: 5, arbitrary: string },
  { weight: 1, arbitrary: joined(text("ip"), text("("), string, text(")")) },
);
const lineFilter = joined(oneOf("|= != |~ !~ |> !>"), list(lineText, " or "));

const value = fc.oneof(number, duration, size, string, joined(text("ip"), text("("), string, text(")")));
const comparison = joined(name, oneOf("= == != > >= < <= =~"), value);
const { filter } = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    comparison,
    joined(tie("filter"), fc.constantFrom("and", "or", ",", "", "AND", "unless"), tie("filter")),
    joined(text("("), tie("filter"), text(")")),
  ),
}));
const extraction = fc.oneof(name, joined(name, text("="), string));
const assignment = fc.oneof(joined(name, text("="), name), joined(name, text("="), string));
const stage = fc.oneof(
  lineFilter,
  joined(text("| json"), maybe(list(extraction))),
  joined(text("| logfmt"), maybe(oneOf("--strict --keep-empty --nonsense")), maybe(list(extraction))),
  joined(text("| regexp"), fc.oneof(text('"(?P<x>.*)"'), string)),
  joined(text("| pattern"), fc.oneof(text('"<a> x"'), string)),
  text("| unpack"),
  text("| decolorize"),
  joined(text("| line_format"), string),
  joined(text("| label_format"), list(assignment)),
  joined(oneOf("|drop |keep"), list(fc.oneof(name, matcher))),
  joined(text("|"), filter),
);
const stages = list(stage, " ", 0);
const unwrap = joined(
  text("| unwrap"),
  fc.oneof(name, joined(oneOf("bytes duration duration_seconds"), text("("), name, text(")"))),
  maybe(joined(text("|"), filter)),
);
const window = joined(
  fc.oneof(
    { weight: 8, arbitrary: oneOf("[5m] [1h30m] [30s] [1d]") },
    { weight: 1, arbitrary: oneOf("[5] [1h:5m] [1m1h] [$__auto] [ 5m ] [5M] [0s]") },
  ),
  maybe(joined(text("offset"), duration)),
);
const range = fc.oneof(
  { weight: 4, arbitrary: joined(anySelector, stages, maybe(unwrap), window) },
  { weight: 1, arbitrary: joined(anySelector, window, stages, maybe(unwrap)) },
  { weight: 1, arbitrary: joined(text("("), anySelector, stages, maybe(unwrap), text(")"), window) },
  { weight: 1, arbitrary: joined(text("("), anySelector, stages, maybe(unwrap), window, text(")"), maybe(unwrap)) },
);
const grouping = joined(oneOf("by without BY"), text("("), list(name, ",", 0), text(")"));
const rangeAggregation = joined(
  fc.oneof(
    { weight: 2, arbitrary: oneOf("count_over_time rate") },
    { weight: 1, arbitrary: fc.constantFrom(...RANGE_FUNCTIONS) },
  ),
  text("("),
  fc.oneof({ weight: 9, arbitrary: text("") }, { weight: 1, arbitrary: joined(number, text(",")) }),
  range,
  text(")"),
  fc.oneof({ weight: 9, arbitrary: text("") }, { weight: 1, arbitrary: grouping }),
);
const matching = joined(
  fc.constantFrom("", "", "bool"),
  maybe(
    joined(
      oneOf("on ignoring"),
      text("("),
      list(name, ",", 0),
      text(")"),
      maybe(joined(oneOf("group_left group_right"), maybe(joined(text("("), list(name, ",", 0), text(")"))))),
    ),
  ),
);
const operator = oneOf("+ - * / % ^ == != > >= < <= and or unless AND Or");

const { metric } = fc.letrec<{ metric: string }>((tie) => ({
  metric: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 5, arbitrary: rangeAggregation },
    { weight: 1, arbitrary: number },
    { weight: 1, arbitrary: joined(text("vector"), text("("), number, text(")")) },
    {
      weight: 3,
      arbitrary: joined(
        fc.constantFrom(...VECTOR_FUNCTIONS),
        maybe(grouping),
        text("("),
        maybe(joined(number, text(","))),
        tie("metric"),
        text(")"),
      ),
    },
    {
      weight: 2,
      arbitrary: joined(oneOf("sum max count"), maybe(grouping), text("("), tie("metric"), text(")"), maybe(grouping)),
    },
    { weight: 4, arbitrary: joined(tie("metric"), operator, maybe(matching), tie("metric")) },
    { weight: 1, arbitrary: joined(text("("), tie("metric"), text(")")) },
    {
      weight: 1,
      arbitrary: joined(
        text("label_replace"),
        text("("),
        tie("metric"),
        text(","),
        list(string, ",", 3),
        text(","),
        string,
        text(")"),
      ),
    },
  ),
}));

const whole = fc.oneof(
  { weight: 8, arbitrary: metric },
  { weight: 2, arbitrary: joined(anySelector, stages) },
  { weight: 1, arbitrary: joined(text("variants("), list(metric), text(") of ("), range, text(")")) },
);

/** What people and editors leave in queries. */
const LEFTOVERS = [
  ..."( ) { } [ ] , . | |= != =~ !~ |~ |> !> = == && || ! @ # // /* */ -- - + ; : ' \" ` \\ $ ? ~ & %".split(" "),
  ..."and or unless by without on ignoring group_left bool offset unwrap json logfmt ip of variants drop".split(" "),
  ..."increase histogram_quantile http_requests_total up time() @end() [1h:5m] 'a' “a” ‘a’ – — …".split(" "),
  "\u00a0",
  "\u200b",
  "\ufeff",
  "\u2028",
  "\u0000",
  "\u0085",
  "\t",
  "\r\n",
  "\n",
  "# comment\n",
  "é",
  "😀",
  "0",
  "5m",
  "5MB",
  "1e",
  "0x",
  "x",
  '"x"',
];

const TOKEN = /"(?:[^"\\]|\\.)*"|`[^`]*`|\[[^\]]*\]|[\p{L}_][\p{L}\d_]*|[\d.]+\w*|[|!=<>~]+|\s+|./gsu;

interface Mutation {
  readonly at: number;
  readonly kind: "delete" | "insert" | "replace" | "repeat" | "swap" | "glue";
  readonly token: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(200),
  kind: fc.constantFrom("delete", "insert", "replace", "repeat", "swap", "glue"),
  token: fc.oneof(fc.constantFrom(...LEFTOVERS), name, number, duration, size, string, operator),
});

function mutated(query: string, { at, kind, token }: Mutation): string {
  const tokens = query.match(TOKEN) ?? [];
  const index = tokens.length === 0 ? 0 : at % tokens.length;
  const [before, here = "", after] = [tokens.slice(0, index), tokens[index], tokens.slice(index + 1)];
  const [next = "", ...rest] = after;
  const middle = {
    delete: [],
    insert: [token, here],
    replace: [token],
    repeat: [here, here],
    swap: [next, here],
    glue: [here.trim(), next.trim()],
  }[kind];
  const tail = kind === "swap" || kind === "glue" ? rest : after;
  return [...before, ...middle, ...tail].join("");
}

/** Queries by the grammar of LogQL, most of them with up to three mistakes. */
export const expressions: fc.Arbitrary<string> = fc
  .tuple(whole, fc.array(mutation, { maxLength: 3 }))
  .map(([query, mutations]) => mutations.reduce(mutated, query));
