import fc from "fast-check";

/**
 * Templates that mostly execute, for a comparison of what they expand to. They leave out what differs at every
 * execution (addresses), and what the project doesn't reproduce.
 */
const FUNCTIONS = `humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp toTime toUpper toLower
  stripPort stripDomain safeHtml len not print println html js urlquery parseDuration urlQueryEscape index first value
  match reReplaceAll args slice eq ne lt le gt ge and or sortByLabel label strvalue graphLink`.split(/\s+/);

const VERBS = `%d %s %v %.2f %5.1f %-8s %08.3f %+d %q %t %e %g %.3g %.0f %05d %T %% % %! %z %[1]d %[2]s %*d %.*f %6.2f%%
  %U %c %o %b %#x %+v %#v %.3s %O %E %+.1f %-6d`.split(/\s+/);

const TEXTS = `web 12.5 0 -3 1e3 5m 1h30m a.b.c:8080 10.0.0.1:80 x/ü <b>&' %d (web)-(.*) $2-$1 NaN +Inf 0x10`.split(
  " ",
);

const VALUES = `$value .Value $labels.namespace $labels.pod $labels.missing .Labels.pod $labels . .Labels .ExternalURL
  $externalLabels.x $.Value now 0 1 -1 3 2.5 0.0 1e3 1000000 0x1F 'a' 123456789.125 0.5 017 1_000 1e12 1e-7 true false
  nil`.split(/\s+/);

const operand = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 2, arbitrary: fc.constantFrom(...TEXTS, "").map((text) => JSON.stringify(text)) },
);

const format = fc.array(fc.constantFrom(...VERBS), { minLength: 1, maxLength: 2 });

const { pipeline } = fc.letrec<{ pipeline: string; command: string; argument: string }>((tie) => ({
  argument: fc.oneof(
    { maxDepth: 2 },
    { weight: 5, arbitrary: operand },
    { weight: 1, arbitrary: tie("pipeline").map((inner) => `(${inner})`) },
  ),
  command: fc.oneof(
    { weight: 1, arbitrary: operand },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom(...FUNCTIONS), fc.array(tie("argument"), { maxLength: 3 }))
        .map(([name, args]) => [name, ...args].join(" ")),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(format, fc.array(tie("argument"), { maxLength: 3 }))
        .map(([verbs, args]) => ["printf", JSON.stringify(verbs.join(" ")), ...args].join(" ")),
    },
  ),
  pipeline: fc
    .tuple(
      tie("command"),
      fc.array(fc.constantFrom(...FUNCTIONS, ...VERBS.map((verb) => `printf "${verb}"`)), { maxLength: 2 }),
    )
    .map(([first, rest]) => [first, ...rest].join(" | ")),
}));

const { body } = fc.letrec<{ body: string; part: string }>((tie) => {
  const block = (head: fc.Arbitrary<string>, alternative: fc.Arbitrary<string>) =>
    fc.tuple(head, tie("body"), alternative).map(([start, inner, other]) => `{{ ${start} }}${inner}${other}{{ end }}`);
  const otherwise = fc.oneof(
    fc.constant(""),
    tie("body").map((inner) => `{{ else }}${inner}`),
  );
  return {
    part: fc.oneof(
      { maxDepth: 2 },
      { weight: 5, arbitrary: pipeline.map((inner) => `{{ ${inner} }}`) },
      { weight: 1, arbitrary: pipeline.map((inner) => `{{- ${inner} -}}`) },
      { weight: 1, arbitrary: fc.constantFrom("text ", "  ", "x") },
      {
        weight: 1,
        arbitrary: block(
          fc.tuple(fc.constantFrom("if", "with"), pipeline).map((each) => each.join(" ")),
          otherwise,
        ),
      },
      {
        weight: 1,
        arbitrary: block(
          fc
            .tuple(
              fc.constantFrom("", "$v := ", "$k, $v := "),
              fc.oneof(fc.constantFrom("$labels", "3", 'args 1 "a"'), pipeline),
            )
            .map(([variables, collection]) => `range ${variables}${collection}`),
          fc.constantFrom("", "{{ break }}", "{{ continue }}", "{{ else }}none"),
        ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(pipeline, pipeline)
          .map(([first, second]) => `{{ $x := ${first} }}{{ $x }}{{ $x = ${second} }}{{ $x }}`),
      },
    ),
    body: fc.array(tie("part"), { minLength: 1, maxLength: 2 }).map((parts) => parts.join("")),
  };
});

/** A text of an alert. */
export const expansions = fc
  .tuple(fc.constantFrom("", '{{ define "t" }}<{{ . }}>{{ end }}{{ template "t" $value }}'), body)
  .map((parts) => parts.join(""));
