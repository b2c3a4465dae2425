import fc, { type Arbitrary } from "fast-check";
import { ByteSize, Cpu, Duration } from "../../src/units";

/** Where the single values of generated settings come from. */
export interface Kinds {
  readonly count: Arbitrary<number>;
  readonly number: Arbitrary<number>;
  readonly size: Arbitrary<ByteSize>;
  readonly duration: Arbitrary<Duration>;
  readonly cpu: Arbitrary<Cpu>;
  readonly name: Arbitrary<string>;
  readonly path: Arbitrary<string>;
  readonly text: Arbitrary<string>;
  readonly selector: Arbitrary<string>;
  readonly mountOption: Arbitrary<string>;
}

/** Values as a person means them: most plans of them can be synthesized. */
export const sensible: Kinds = {
  count: fc.integer({ min: 1, max: 9_000 }),
  number: fc.double({ min: 1, max: 20, noNaN: true }),
  size: fc.integer({ min: 1, max: 64 }).map((amount) => ByteSize.gibibytes(amount)),
  duration: fc.integer({ min: 24, max: 24 * 60 }).map((amount) => Duration.hours(amount)),
  cpu: fc.integer({ min: 1, max: 4_000 }).map((amount) => Cpu.millicores(amount)),
  name: fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what the languages between here and the cluster would read as theirs
  path: fc.constantFrom("/srv/nfs/loki", "/a", "/mnt/${x}/{{y}}", "/%{if}", '/"quoted"', "/ünïcode"),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the same
  text: fc.constantFrom("Nobody reads them.", "ünïcode ${x} {{ y }} %{ z }", "a 'quoted' \"reason\" \\ here"),
  selector: fc.constantFrom(
    '{namespace="web"} |= "GET /healthz"',
    '{container=~"a|b"} |~ "(?i)debug" != "panic"',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the same
    '{app="x"} |= "${HOME} {{ .Values }} %{ if }"',
  ),
  mountOption: fc.constantFrom("nfsvers=4.1", "hard", "timeo=600"),
};

/** Values of the right kind and of any magnitude: most plans of them are refused or found wanting. */
export const absurd: Kinds = {
  count: fc.oneof(sensible.count, magnitudes(0, 12), fc.constantFrom(0, -1, 0.5, Number.NaN)),
  number: fc.oneof(sensible.number, magnitudes(0, 9), fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY)),
  size: fc.oneof(
    sensible.size,
    magnitudes(0, 18).map((amount) => ByteSize.bytes(amount)),
    fc.double().map((amount) => ByteSize.gibibytes(amount)),
  ),
  duration: fc.oneof(
    sensible.duration,
    magnitudes(0, 14).map((amount) => Duration.milliseconds(amount)),
    fc.double().map((amount) => Duration.hours(amount)),
  ),
  cpu: fc.oneof(
    sensible.cpu,
    fc.double().map((amount) => Cpu.cores(amount)),
  ),
  name: fc.oneof(
    sensible.name,
    fc.stringMatching(/^[a-z][-a-z0-9]{0,61}[a-z0-9]$/),
    fc.string({ unit: "binary", maxLength: 8 }),
  ),
  path: fc.oneof(sensible.path, fc.string({ unit: "binary" })),
  text: fc.oneof(sensible.text, fc.string({ unit: "binary" })),
  selector: fc.oneof(
    sensible.selector,
    fc.constantFrom("{namespace=~`.+`}", '{pod="a"} |~ "("', "{}", ""),
    fc.string(),
  ),
  mountOption: fc.oneof(sensible.mountOption, fc.string()),
};

function magnitudes(least: number, most: number): Arbitrary<number> {
  return fc
    .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: 1, max: 9 }))
    .map(([power, digit]) => digit * 10 ** power);
}
