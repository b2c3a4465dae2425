import fc from "fast-check";

const text = (value: string) => fc.constant(value);

/** A value or, less often, an unusual one. */
function usually(common: fc.Arbitrary<string>, unusual: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 12, arbitrary: common }, { weight: 1, arbitrary: unusual });
}

/** Values of YAML that a text, a number or a duration must not be, or that the versions of YAML read differently. */
const UNUSUAL = [
  ..."~ null Null yes no on off y n true TRUE False 1 -1 +1 0 007 010 08 0o7 0x1F 0b11 1_000 1.0 1e3 .5 5. .inf -.INF .nan 1:30 190:20:30".split(
    " ",
  ),
  ..."2001-01-01 2001-12-14t21:59:43.10-05:00 !!str !!null !!int !!float !!bool !!binary !custom !!str&x &a *a <<".split(
    " ",
  ),
  ..."[] {} [a] {a:b} '' \"\" !!str,1 @a `a` %a ,a ]a }a -a ?a :a #a a#b a:b =".split(" "),
  "",
  "! 5m",
  "!!str 5",
  "!!int '5'",
  "!!int x",
  "!!float 5",
  "!!binary aGk=",
  "!!binary '=='",
  "!!bool yes",
  "!!null ''",
  "!!set {a}",
  "!!map {a: b}",
  "!<tag:yaml.org,2002:str> 5",
  "!<tag:yaml.org,2002:int> 5",
  "!e!str 5",
  "&a 5m",
  "*a",
  "[a, b]",
  "{a: b}",
  "[a",
  "{a: b",
  "a: b",
  "- a",
  "? a",
  "'a'b",
  '"a" "b"',
  "| a",
  "|5\n          a",
  ">+\n          a\n\n\n",
  "|-\n          a\n         b",
  "|+\n\n          a\n",
  "|1-\n a",
  "|-1\n a",
  "|10\n a",
  "|0\n a",
  "a\n          b\n\n          c",
  "'a\n          b'",
  "'a\n  b'",
  "'a\nb'",
  '"a\nb"',
  '"a\\\n          b"',
  '"a\n\n          b"',
];

/** Escapes of strings in double quotes, valid and not. */
const ESCAPES = [
  ...'\\a \\b \\e \\f \\n \\r \\t \\v \\0 \\_ \\N \\L \\P \\/ \\\\ \\" \\x41 \\xe9 \\u00e9 \\u2028 \\U0001F600 \\ud83d\\ude00 \\ud800'.split(
    " ",
  ),
  ..."\\q \\' \\x4 \\u00e \\U00110000 \\U0000d800 \\1 \\$ \\{".split(" "),
  "\\ ",
  "\\\t",
];

const inQuotes = fc
  .array(fc.constantFrom(...ESCAPES, "a", " ", "é", "😀"), { minLength: 1, maxLength: 3 })
  .map((parts) => `"${parts.join("")}"`);

const unusual = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...UNUSUAL) }, { weight: 1, arbitrary: inQuotes });

const name = usually(
  fc.constantFrom("a", "Test", "errors", "'b'", '"c"', "a b", "é", "😀", "a:b", "!!str d", "a-b"),
  unusual,
);
const record = usually(fc.constantFrom("a:b", "level:errors:rate5m", "x"), unusual);
const duration = usually(
  fc.constantFrom("5m", "1h30m", "30s", "'1d'", '"2w"', "0s", "0", "1y", "1ms"),
  fc.oneof(unusual, fc.constantFrom("5", "1.5h", "-5m", "5 m", "1m1h", "300y", "5M", "1h 30m")),
);
const limit = usually(
  fc.constantFrom("5", "0", "10"),
  fc.oneof(
    unusual,
    fc.constantFrom("5.0", "5.5", "1e2", "-3", "9223372036854775807", "9223372036854775808", "'5'", "0b1"),
  ),
);
const query = usually(
  fc.constantFrom(
    "vector(1)",
    "'rate({a=\"b\"}[5m])'",
    '"rate({a=`b`}[5m])"',
    "|\n          vector(1)\n          > 0",
    "|-\n          vector(1)",
    ">-\n          vector(1)\n          > 0",
    ">\n          vector(1)",
    "vector(1)\n          > 0",
    "vector(1) # c",
    "&q vector(1)",
    "!!str vector(1)",
  ),
  unusual,
);
const annotation = usually(
  fc.constantFrom("s", "'{{ $value }}'", '"a {{ $labels.pod }} b"', "a {{ $value }} b", "|\n          a\n          b"),
  unusual,
);

const labelName = usually(
  fc.constantFrom("severity", "team", "a_b", "'quoted'", '"q2"', "_x"),
  fc.oneof(unusual, fc.constantFrom("a-b", "a.b", "é", "__name__", "1a", "a b", "? x", "!!str k", "yes")),
);

/** "key: value", with unusual spacing and keys. */
function entry(key: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const written = usually(
    text(key),
    fc.constantFrom(
      `"${key}"`,
      `'${key}'`,
      `${key.toUpperCase()}`,
      `!!str ${key}`,
      `&k ${key}`,
      `? ${key}\n       `,
      `${key}x`,
      "null",
      "1",
      "<<",
    ),
  );
  const colon = usually(
    text(": "),
    fc.constantFrom(":", " : ", ":\t", ":  ", ":\n          ", ": &b ", ": !!str ", ":\u00a0"),
  );
  return fc.tuple(written, colon, value).map((parts) => parts.join(""));
}

function block(entries: readonly string[], indent: number): string {
  return entries.map((line) => `${" ".repeat(indent)}${line}`).join("\n");
}

const labels = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(labelName, annotation).map(([key, value]) => `{${key}: ${value}}`) },
  {
    weight: 3,
    arbitrary: fc.array(fc.tuple(labelName, annotation), { minLength: 1, maxLength: 3 }).map(
      (pairs) =>
        `\n${block(
          pairs.map(([key, value]) => `${key}: ${value}`),
          10,
        )}`,
    ),
  },
  { weight: 1, arbitrary: unusual },
);

/** Some of the entries, in any order. */
function some(...entries: readonly fc.Arbitrary<string>[]): fc.Arbitrary<readonly string[]> {
  return fc
    .tuple(...entries.map((one) => fc.option(one, { freq: 1 })))
    .chain((chosen) => fc.constant(chosen.filter((one) => one !== null)));
}

const alert = fc
  .tuple(
    entry("alert", name),
    entry("expr", query),
    some(
      entry("for", duration),
      entry("keep_firing_for", duration),
      entry("labels", labels),
      entry("annotations", labels),
    ),
  )
  .map(([first, second, rest]) => [first, second, ...rest]);
const recording = fc
  .tuple(entry("record", record), entry("expr", query), some(entry("labels", labels)))
  .map(([first, second, rest]) => [first, second, ...rest]);
const oddRule = some(
  entry("alert", name),
  entry("record", record),
  entry("expr", query),
  entry("for", duration),
  entry("annotations", labels),
  entry("<<", fc.constantFrom("*a", "{expr: vector(1)}", "[{expr: vector(1)}]", "[*a]", "1")),
);

const rule = fc
  .tuple(
    fc.oneof({ weight: 8, arbitrary: alert }, { weight: 2, arbitrary: recording }, { weight: 1, arbitrary: oddRule }),
    fc.constantFrom("- ", "- ", "- ", "-   ", "- &a ", "-\n        ", "- !!map\n        "),
  )
  .map(
    ([[first = "", ...rest], dash]) =>
      `      ${dash}${first}${rest.length === 0 ? "" : `\n${block(rest, dash === "-   " ? 10 : 8)}`}`,
  );

const rules = fc.oneof(
  { weight: 12, arbitrary: fc.array(rule, { minLength: 1, maxLength: 2 }).map((items) => `\n${items.join("\n")}`) },
  { weight: 1, arbitrary: unusual },
);

const group = fc
  .tuple(
    entry("name", name),
    some(entry("interval", duration), entry("limit", limit), entry("query_offset", duration), entry("labels", labels)),
    entry("rules", rules),
  )
  .map(([first, middle, last]) => `  - ${[first, ...middle, last].join("\n    ")}`);

const document = fc
  .tuple(
    fc.constantFrom(
      "",
      "",
      "",
      "",
      "",
      "---\n",
      "# c\n",
      "%YAML 1.1\n---\n",
      "%YAML 1.2\n---\n",
      "%TAG ! tag:x,2000:\n---\n",
      "%FOO\n---\n",
      "--- # c\n",
      "--- !!map\n",
      "\n\n",
      "\t\n",
      "...\n",
    ),
    fc.array(group, { minLength: 1, maxLength: 2 }),
    fc.constantFrom(
      "",
      "",
      "",
      "",
      "\n",
      "\n...\n",
      "\n---\n",
      "\n--- \n# c\n",
      "\n---\ngroups: []\n",
      "\nx: 1\n",
      "\n# c",
      "\n...\ngarbage\n",
      "\n...\n---\n",
      "\n---\n: [\n",
    ),
  )
  .map(([before, groups, after]) => `${before}groups:\n${groups.join("\n")}${after}`);

/** The documents of people who write JSON, and short ones. */
const other = fc.constantFrom(
  "groups: []",
  "groups:",
  "groups: ~",
  "groups: {}",
  "groups: [{}]",
  "groups: [{name: a}]",
  "groups: [{name: a, rules: []}]",
  "groups: [{name: a, rules: ~}]",
  "groups: [{name: a, rules: [~]}]",
  "groups: [~]",
  "",
  "\n",
  "---",
  "null",
  "{}",
  "[]",
  "a",
  "# only a comment",
  '{"groups": [{"name": "a", "rules": [{"alert": "b", "expr": "vector(1)"}]}]}',
  '{"groups":[{"name":"a","rules":[{"alert":"b","expr":"vector(1)","labels":{"c":"d"}}]}]}',
  "groups: [{name: a, rules: [{alert: b, expr: vector(1)}]}]",
  "groups: [{name: a, rules: [{alert: b, expr: vector(1),}],},]",
  "groups: [{name: a, rules: [{alert: b, expr: vector(1)}]}, {name: a, rules: []}]",
  "groups:\n- name: a\n  rules:\n  - alert: b\n    expr: vector(1)",
  "x: &r {alert: b, expr: vector(1)}\ngroups: [{name: a, rules: [*r]}]",
  "groups: [{name: a, rules: [&r {alert: b, expr: vector(1)}, *r]}]",
  "groups: [{name: a, rules: [&r {alert: b, expr: vector(1)}, {<<: *r, alert: c}]}]",
  "groups: [{name: a, rules: [&r {alert: b, expr: vector(1)}, {alert: c, <<: *r}]}]",
  "groups: [{name: a, rules: [&r {alert: b, expr: vector(1)}, {<<: [*r, {for: 5m}], alert: c}]}]",
  "groups: &g [{name: a, rules: *g}]",
  "groups: [{name: a, rules: [{alert: b, expr: vector(1), labels: &l {a: *l}}]}]",
);

const SNIPPETS = [
  ..."\t \u2028 \u2029 \u0085 \u00a0 \ufeff \u0000 \u0001 \u001b \u007f \u0080 \u009f \ufffe \uffff \u200b \r".split(
    " ",
  ),
  ..."% @ ` # \" ' & * ! | > [ ] { } , ? - : \\ = ~ < ;".split(" "),
  " #c",
  ": ",
  "- ",
  "? ",
  "\r\n",
  "\n",
  "\n---\n",
  "\n...\n",
  "&a ",
  "*a ",
  "!!str ",
  "!!int ",
  "! ",
  "  ",
  "<<: *a",
  "x: 1\n",
  "😀",
  "é",
];

interface Mutation {
  readonly at: number;
  readonly kind: "insert" | "delete" | "indent" | "outdent" | "repeatLine" | "deleteLine" | "tab";
  readonly snippet: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(2000),
  kind: fc.constantFrom("insert", "insert", "insert", "delete", "indent", "outdent", "repeatLine", "deleteLine", "tab"),
  snippet: fc.constantFrom(...SNIPPETS),
});

function mutated(file: string, { at, kind, snippet }: Mutation): string {
  const place = file.length === 0 ? 0 : at % file.length;
  if (kind === "insert") return file.slice(0, place) + snippet + file.slice(place);
  if (kind === "delete") return file.slice(0, place) + file.slice(place + 1);
  const lines = file.split("\n");
  const index = at % lines.length;
  const line = lines[index] ?? "";
  const instead = {
    indent: [` ${line}`],
    outdent: [line.replace(/^ /, "")],
    repeatLine: [line, line],
    deleteLine: [],
    tab: [line.replace(/^ {2}/, "\t")],
  }[kind];
  return [...lines.slice(0, index), ...instead, ...lines.slice(index + 1)].join("\n");
}

/** How editors save a file. Most of them write UTF-8. */
const ENCODINGS: Readonly<Record<string, (file: string) => Buffer>> = {
  utf8: (file) => Buffer.from(file, "utf8"),
  utf8WithMark: (file) => Buffer.from(`\ufeff${file}`, "utf8"),
  utf16: (file) => Buffer.from(`\ufeff${file}`, "utf16le"),
  utf16BigEndian: (file) => Buffer.from(`\ufeff${file}`, "utf16le").swap16(),
  utf16WithoutMark: (file) => Buffer.from(file, "utf16le"),
  latin1: (file) => Buffer.from(file, "latin1"),
  windowsLines: (file) => Buffer.from(file.replaceAll("\n", "\r\n"), "utf8"),
  macLines: (file) => Buffer.from(file.replaceAll("\n", "\r"), "utf8"),
  cut: (file) => Buffer.from(`${file}é`, "utf8").subarray(0, -1),
  overlong: (file) => Buffer.concat([Buffer.from(file, "utf8"), Buffer.from([0x23, 0xc0, 0x80])]),
  surrogate: (file) => Buffer.concat([Buffer.from(`${file} #`, "utf8"), Buffer.from([0xed, 0xa0, 0x80])]),
  beyond: (file) => Buffer.concat([Buffer.from(`${file} #`, "utf8"), Buffer.from([0xf4, 0x90, 0x80, 0x80])]),
};
const encoding = fc.oneof(
  { weight: 20, arbitrary: text("utf8") },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(ENCODINGS)) },
);

/** Rule files in many styles of YAML, half of them with up to two mistakes. */
export const ruleFiles: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.oneof({ weight: 8, arbitrary: document }, { weight: 1, arbitrary: other }),
    fc.oneof(fc.constant([]), fc.array(mutation, { maxLength: 2 })),
    encoding,
  )
  .map(([file, mutations, encoded]) => ENCODINGS[encoded]?.(mutations.reduce(mutated, file)) ?? Buffer.alloc(0));
