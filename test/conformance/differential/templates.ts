import fc from "fast-check";

const text = (value: string) => fc.constant(value);

function spaced(...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.filter((part) => part !== "").join(" "));
}

const FIELDS =
  ".Labels.pod .Labels .Value .ExternalLabels.x .ExternalURL .pod .Labels.pod.x . $ $.Labels.pod $labels $labels.pod $labels.missing $value $value.x $externalLabels.x $x $externalURL";
const NUMBERS = "0 1 5 -1 1.5 1e3 0x1F 0b1 0o7 1_000 'a' 1i .5";
const STRINGS = ['"a"', "`b`", '"%.2f"', '"%d"', '"%s"', '"%v"', '"\\n"', '"\\q"', '""', '"a(b"', '"{{"'];
const value = fc.oneof(
  fc.constantFrom(...FIELDS.split(" ")),
  fc.constantFrom(...NUMBERS.split(" ")),
  fc.constantFrom(...STRINGS),
  fc.constantFrom("true", "false", "nil"),
);

const FUNCTIONS = `and or not len index slice html js urlquery print printf println call eq ne lt le gt ge
  query first label value strvalue args reReplaceAll safeHtml match title toUpper toLower graphLink tableLink sortByLabel
  stripPort stripDomain humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp toTime toDuration now
  pathPrefix externalURL parseDuration urlQueryEscape tmpl nonsense upper default`.split(/\s+/);

const { pipeline } = fc.letrec<{ pipeline: string; call: string; argument: string }>((tie) => ({
  argument: fc.oneof(
    { weight: 6, arbitrary: value },
    { weight: 1, arbitrary: tie("pipeline").map((inner) => `(${inner})`) },
    { weight: 1, arbitrary: tie("pipeline").map((inner) => `(${inner}).x`) },
  ),
  call: fc.oneof(
    { maxDepth: 3 },
    tie("argument"),
    fc
      .tuple(fc.constantFrom(...FUNCTIONS), fc.array(tie("argument"), { maxLength: 3 }))
      .map(([name, args]) => [name, ...args].join(" ")),
  ),
  pipeline: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: tie("call") },
    {
      weight: 1,
      arbitrary: fc.tuple(tie("call"), fc.constantFrom(...FUNCTIONS)).map(([first, second]) => `${first} | ${second}`),
    },
  ),
}));

const open = fc.constantFrom("{{", "{{", "{{ ", "{{- ", "{{-");
const close = fc.constantFrom("}}", "}}", " }}", " -}}", "-}}");
const action = (inner: fc.Arbitrary<string>) => fc.tuple(open, inner, close).map((parts) => parts.join(""));

const words = fc.constantFrom("", "a", " of ", "\n", "100%", "é", "$", "}", "}}", "{");
const { body } = fc.letrec<{ body: string; part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 4 },
    { weight: 4, arbitrary: action(pipeline) },
    { weight: 3, arbitrary: words },
    { weight: 1, arbitrary: action(spaced(text("$x :="), pipeline)) },
    { weight: 1, arbitrary: action(spaced(text("$x ="), pipeline)) },
    {
      weight: 1,
      arbitrary: action(
        fc.constantFrom(
          "/* c */",
          "break",
          "continue",
          "else",
          "end",
          "/* c",
          'template "x"',
          'template "x" .',
          'block "x" .',
          'define "x"',
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(action(spaced(fc.constantFrom("if", "with"), pipeline)), tie("body"), action(text("end")))
        .map((parts) => parts.join("")),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          action(spaced(fc.constantFrom("if", "with"), pipeline)),
          tie("body"),
          action(fc.constantFrom("else", "else if $value", "else with 1")),
          tie("body"),
          action(text("end")),
        )
        .map((parts) => parts.join("")),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          action(spaced(text("range"), fc.constantFrom("", "$i, $e :=", "$e :="), pipeline)),
          tie("body"),
          action(text("end")),
        )
        .map((parts) => parts.join("")),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(action(fc.constantFrom('define "x"', 'block "x" $value')), tie("body"), action(text("end")))
        .map((parts) => parts.join("")),
    },
  ),
  body: fc.array(tie("part"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("")),
}));

interface Mutation {
  readonly at: number;
  readonly kind: "insert" | "delete";
  readonly snippet: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(500),
  kind: fc.constantFrom("insert", "delete"),
  snippet: fc.constantFrom(
    ..."{{ }} | ( ) . $ , := = \" ` ' - /* \\ : ; @ # é \u00a0 \n \t 1 a end else if".split(" "),
    " ",
  ),
});

function mutated(template: string, { at, kind, snippet }: Mutation): string {
  const place = template.length === 0 ? 0 : at % template.length;
  return (
    template.slice(0, place) + (kind === "insert" ? snippet : "") + template.slice(place + (kind === "insert" ? 0 : 1))
  );
}

/** Texts of alerts by the grammar of Go's templates, half of them with up to two mistakes. */
export const templates: fc.Arbitrary<string> = fc
  .tuple(body, fc.oneof(fc.constant([]), fc.array(mutation, { maxLength: 2 })))
  .map(([template, mutations]) => mutations.reduce(mutated, template));
