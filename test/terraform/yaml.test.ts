import {
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  dictionary,
  integer,
  letrec,
  oneof,
  property,
  string,
  stringMatching,
} from "fast-check";
import { parse } from "yaml";
import { readMapping, toPlain, toYaml } from "../../src/terraform/yaml";
import { ByteSize, Cpu, Duration } from "../../src/units";
import { settingsError } from "../helpers/settings-error";

test.each([
  ...["on", "Off", "yes", "NO", "y", "n", "true", "False"],
  ...["~", "null", "Null", ""],
  ...["12", "0x10", "0b11", "017", "08", "1_000", "1e3", "+1", "-.5", "1.", ".inf", "-.INF", ".NaN"],
  ...[" a", "a ", "- a", "a: b", "a #b", "&a", "*a", "!a", "%a", "@a", "{a", "[a"],
  ...["12:30", "190:20:30", "2026-01-31", "2026-01-31T12:30:00Z"],
])("keeps %j a string, as a value and as a key", (text) => {
  expect(toYaml({ value: text })).toBe(`value: "${text}"\n`);
  expect(toYaml({ [text]: 1 })).toBe(`"${text}": 1\n`);
});

test.each(["0o17", "-_7", "1e0_"])("keeps %j a string, which only Go parses as a number", (text) => {
  expect(toYaml({ value: text })).toBe(`value: "${text}"\n`);
});

test("keeps booleans, numbers and null", () => {
  expect(toYaml({ a: true, b: 12, c: 0.9, d: -1, e: null })).toBe("a: true\nb: 12\nc: 0.9\nd: -1\ne: null\n");
});

test("doesn't fold long lines", () => {
  const line = "word ".repeat(100).trim();
  expect(toYaml({ line })).toContain(line);
});

test("writes shared values twice, without anchors", () => {
  const shared = { severity: "critical" };
  expect(toYaml({ a: shared, b: shared })).toBe('a:\n  severity: "critical"\nb:\n  severity: "critical"\n');
});

/** Strings full of YAML syntax. */
const sign = constantFrom(...Array.from("01xeoy~:-?.,#&*!|>'\"%@`{}[]_ \n\té😀"));
const text = oneof(string(), string({ unit: sign }));
const key = stringMatching(/^[a-z_]+$/);
const { data } = letrec((tie) => ({
  data: dictionary(key, tie("node")),
  node: oneof(text, integer(), boolean(), constant(null), array(tie("node")), tie("data")),
}));

test("a YAML 1.1 parser restores every string, number and boolean", () => {
  assert(
    property(data, (written) => {
      expect(parse(toYaml(written), { version: "1.1" })).toEqual(written);
    }),
  );
});

test("writes nested durations and sizes in Loki's notation", () => {
  const configuration = { limits: [{ age: Duration.days(7), size: ByteSize.kibibytes(256) }] };
  expect(toPlain(configuration)).toEqual({ limits: [{ age: "168h", size: 262_144 }] });
});

test("rejects CPU time, for which Loki has no notation", () => {
  expect(() => toPlain({ cpu: Cpu.cores(1) })).toThrow("Cpu.cores(1) has no notation in Loki: pass it as a string");
});

test("parses a mapping as YAML 1.1", () => {
  expect(readMapping("values/a.yaml", "enabled: on\nmode: 0644\n")).toEqual({ enabled: true, mode: 0o644 });
});

test.each([
  ["malformed YAML", "values/a.yaml:3", "a: 1\nb:\n\tc: 1\n"],
  ["a duplicate key", "values/a.yaml:2", "a: 1\na: 2\n"],
  ["an anchor that contains itself", "values/a.yaml", "a: &a [*a]\n"],
  ["too many levels", "values/a.yaml:2", `a: 1\nb: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`],
  ["a list", "values/a.yaml", "- a\n"],
  ["a string", "values/a.yaml", "a\n"],
])("rejects %s at %s", (_, setting, text) => {
  expect(settingsError(() => readMapping("values/a.yaml", text))).toMatchObject({
    setting,
    expected: "a YAML mapping",
  });
});
