import { problemsOf, SettingsError } from "../../src/settings/settings-error";
import { SettingsReader } from "../../src/settings/settings-reader";
import { anyText } from "../../src/settings/validators";
import { ByteSize, Cpu, Duration } from "../../src/units";
import { settingsError, wrongType } from "../helpers/settings-error";

interface Sample {
  readonly name?: string;
  readonly options?: readonly string[];
  readonly pods?: number;
  readonly journal?: boolean;
  readonly runtime?: "containerd" | "docker";
  readonly age?: Duration;
  readonly size?: ByteSize;
  readonly cpu?: Cpu;
  readonly cpuLimit?: Cpu | "none";
  readonly inner?: Pods;
  readonly items?: readonly Pods[];
  readonly nested?: Nested;
}

interface Nested {
  readonly name: string;
  readonly path: string;
}

interface Pods {
  readonly pods?: number;
}

type Reader = (reader: SettingsReader<Sample>) => unknown;

const text: Reader = (reader) => reader.text("name", anyText, "loki");
const optionalText: Reader = (reader) => reader.optionalText("name", anyText);
const texts: Reader = (reader) => reader.texts("options", anyText, ["hard"]);
const count: Reader = (reader) => reader.count("pods", 5, 2);
const ratio: Reader = (reader) => reader.ratio("pods", 5, 1, 100);
const optionalRatio: Reader = (reader) => reader.optionalRatio("pods", 1, 100);
const flag: Reader = (reader) => reader.flag("journal", true);
const choice: Reader = (reader) => reader.choice("runtime", ["containerd", "docker"], "containerd");
const MINUTE = { amount: Duration.minutes(1), why: "a minute is short" };
const MEBIBYTE = { amount: ByteSize.mebibytes(1), why: "a mebibyte is small" };
const duration: Reader = (reader) => reader.duration("age", Duration.hours(1), MINUTE);
const byteSize: Reader = (reader) => reader.byteSize("size", ByteSize.gibibytes(1), MEBIBYTE);
const optionalByteSize: Reader = (reader) => reader.optionalByteSize("size");
const cpu: Reader = (reader) => reader.cpu("cpu", Cpu.cores(1));
const optionalCpu: Reader = (reader) => reader.optionalCpu("cpu");
const cpuOrNone: Reader = (reader) => reader.cpuOrNone("cpuLimit", Cpu.cores(1));
const cpuOrNoneByDefault: Reader = (reader) => reader.cpuOrNone("cpuLimit", null);
const inner: Reader = (reader) => reader.object("inner", (part) => part.count("pods", 5, 1));
const list: Reader = (reader) => reader.list("items", (part) => part.count("pods", 5, 1));

function read(written: unknown, reader: Reader): unknown {
  return SettingsReader.read<Sample, unknown>(written, "sample", reader);
}

test.each<[string, Reader, unknown, object, unknown]>([
  ["a string", text, "loki", { name: "alloy" }, "alloy"],
  ["an optional string", optionalText, null, { name: "alloy" }, "alloy"],
  ["a list of strings", texts, ["hard"], { options: ["soft", "ro"] }, ["soft", "ro"]],
  ["a count", count, 5, { pods: 2 }, 2],
  ["a number", ratio, 5, { pods: 1.5 }, 1.5],
  ["an optional number", optionalRatio, null, { pods: 1.5 }, 1.5],
  ["a boolean", flag, true, { journal: false }, false],
  ["a choice", choice, "containerd", { runtime: "docker" }, "docker"],
  ["a duration", duration, Duration.hours(1), { age: Duration.minutes(1) }, Duration.minutes(1)],
  ["a size", byteSize, ByteSize.gibibytes(1), { size: ByteSize.mebibytes(1) }, ByteSize.mebibytes(1)],
  ["an optional size", optionalByteSize, null, { size: ByteSize.kibibytes(1) }, ByteSize.kibibytes(1)],
  ["CPU time", cpu, Cpu.cores(1), { cpu: Cpu.cores(2) }, Cpu.cores(2)],
  ["optional CPU time", optionalCpu, null, { cpu: Cpu.cores(2) }, Cpu.cores(2)],
  ["CPU time or none", cpuOrNone, Cpu.cores(1), { cpuLimit: Cpu.cores(2) }, Cpu.cores(2)],
  ['"none" for CPU time', cpuOrNone, Cpu.cores(1), { cpuLimit: "none" }, null],
  ["CPU time that is none by default", cpuOrNoneByDefault, null, { cpuLimit: Cpu.cores(2) }, Cpu.cores(2)],
  ["a section", inner, 5, { inner: { pods: 7 } }, 7],
  ["a list of sections", list, [], { items: [{ pods: 7 }, {}] }, [7, 5]],
])("reads %s, or its default if it is unset", (_, reader, fallback, written, value) => {
  expect(read(written, reader)).toEqual(value);
  expect(read({}, reader)).toEqual(fallback);
  expect(read(undefined, reader)).toEqual(fallback);
});

test.each([
  ["3600", 3_600],
  ['"1h"', "1h"],
  ['"60 minutes"', "60 minutes"],
  ["ByteSize.bytes(9)", ByteSize.bytes(9)],
  ["Duration.hours(-1)", Duration.hours(-1)],
  ["Duration.milliseconds(60000.5)", Duration.milliseconds(60_000.5)],
])("rejects %s as a duration", (got, age) => {
  expect(settingsError(() => read({ age }, duration))).toMatchObject({
    setting: "sample.age",
    got,
    expected: "a duration in whole milliseconds, at least Duration.minutes(1), such as Duration.hours(1)",
    remedy: "write sample: { age: Duration.hours(1) }, or leave it out",
  });
});

test.each([
  ["2", 2],
  ['"2GB"', "2GB"],
  ['"2 GiB"', "2 GiB"],
  ["Duration.hours(1)", Duration.hours(1)],
  ["ByteSize.bytes(-1)", ByteSize.bytes(-1)],
  ["ByteSize.bytes(1.5)", ByteSize.bytes(1.5)],
])("rejects %s as a size", (got, size) => {
  const meant = typeof size === "string" ? 2 : 1;
  expect(settingsError(() => read({ size }, byteSize))).toMatchObject({
    setting: "sample.size",
    got,
    expected: "a size in whole bytes, at least ByteSize.mebibytes(1), such as ByteSize.gibibytes(1)",
    remedy: `write sample: { size: ByteSize.gibibytes(${meant}) }, or leave it out`,
  });
  expect(settingsError(() => read({ size }, optionalByteSize))).toMatchObject({
    setting: "sample.size",
    got,
    expected: "a size in whole bytes, at least ByteSize.kibibytes(1), such as ByteSize.gibibytes(2)",
    remedy: "write sample: { size: ByteSize.gibibytes(2) }, or leave it out",
  });
});

test.each([
  ["0.5", 0.5, "Cpu.millicores(500)"],
  ['"500m"', "500m", "Cpu.millicores(500)"],
  ['"2 cores"', "2 cores", "Cpu.cores(2)"],
  ["ByteSize.bytes(1)", ByteSize.bytes(1), null],
  ["Cpu.millicores(-1)", Cpu.millicores(-1), null],
])("rejects %s as CPU time", (got, share, meant) => {
  const error = (setting: string, example: string, or = "") => ({
    ...{ setting: `sample.${setting}`, got },
    expected: `an amount of CPU in whole millicores, such as ${example}${or}`,
    remedy: `write sample: { ${setting}: ${meant ?? example} }, or leave it out`,
  });
  expect(settingsError(() => read({ cpu: share }, cpu))).toMatchObject(error("cpu", "Cpu.cores(1)"));
  expect(settingsError(() => read({ cpu: share }, optionalCpu))).toMatchObject(error("cpu", "Cpu.millicores(250)"));
  expect(settingsError(() => read({ cpuLimit: share }, cpuOrNone))).toMatchObject(
    error("cpuLimit", "Cpu.cores(1)", ', or "none"'),
  );
});

test("rejects a duration or size below the minimum, and states the consequence", () => {
  const short = settingsError(() => read({ age: Duration.seconds(59) }, duration));
  expect(short).toMatchObject({ got: "Duration.seconds(59)", why: MINUTE.why });
  const small = settingsError(() => read({ size: ByteSize.kibibytes(1_023) }, byteSize));
  expect(small).toMatchObject({ got: "ByteSize.kibibytes(1023)", why: MEBIBYTE.why });
});

test("doesn't reject a value of another type as too small", () => {
  const { why } = settingsError(() => read({ age: "1s" }, duration));
  expect(why).toBe("an unintended value would be deployed silently");
});

const meantPods = (pods: unknown) => (pods === "3" ? "sample: { pods: 3 }" : undefined);

test.each([
  ["1", 1],
  ["2.5", 2.5],
  ["9007199254740992", 2 ** 53],
  ['"3"', "3"],
])("rejects %s as a whole number of at least two", (got, pods) => {
  const error = wrongType("a whole number of at least 2", "sample.pods", got, meantPods(pods));
  expect(settingsError(() => read({ pods }, count))).toMatchObject(error);
});

test.each([
  ["0.99", 0.99],
  ["100.01", 100.01],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ['"3"', "3"],
])("rejects %s as a number from 1 to 100", (got, pods) => {
  const error = wrongType("a number from 1 to 100", "sample.pods", got, meantPods(pods));
  expect(settingsError(() => read({ pods }, ratio))).toMatchObject(error);
  expect(settingsError(() => read({ pods }, optionalRatio))).toMatchObject(error);
});

test.each([1, 100])("accepts %d as a number from 1 to 100", (pods) => {
  expect(read({ pods }, ratio)).toBe(pods);
  expect(read({ pods }, optionalRatio)).toBe(pods);
});

test("rejects a boolean that is a string or a number", () => {
  const expected = "true or false";
  expect(settingsError(() => read({ journal: "yes" }, flag))).toMatchObject(
    wrongType(expected, "sample.journal", '"yes"', "sample: { journal: true }"),
  );
  expect(settingsError(() => read({ journal: 0 }, flag))).toMatchObject(
    wrongType(expected, "sample.journal", "0", "sample: { journal: false }"),
  );
  expect(settingsError(() => read({ journal: 2 }, flag))).toMatchObject(wrongType(expected, "sample.journal", "2"));
});

test("rejects a value that is not one of the choices", () => {
  const error = wrongType('one of "containerd", "docker"', "sample.runtime", '"podman"');
  expect(settingsError(() => read({ runtime: "podman" }, choice))).toMatchObject(error);
});

test.each([
  ['" "', " "],
  ["7", 7],
])("rejects %s as a string of its format", (got, name) => {
  const { expected, why, remedy } = anyText;
  const error = { setting: "sample.name", got, expected, why, remedy };
  expect(settingsError(() => read({ name }, text))).toMatchObject(error);
  expect(settingsError(() => read({ name }, optionalText))).toMatchObject(error);
});

test("rejects a missing string without a default", () => {
  const error = { setting: "sample.name", got: "nothing", expected: anyText.expected, remedy: anyText.remedy };
  expect(settingsError(() => read({}, (reader) => reader.text("name", anyText)))).toMatchObject(error);
});

test("rejects a string in an array by its index", () => {
  const error = { setting: "sample.options[1]", got: '""', expected: anyText.expected, remedy: anyText.remedy };
  expect(settingsError(() => read({ options: ["hard", ""] }, texts))).toMatchObject(error);
});

test("rejects a list that is not an array", () => {
  const expected = "an array";
  expect(settingsError(() => read({ options: "hard" }, texts))).toMatchObject(
    wrongType(expected, "sample.options", '"hard"', 'sample: { options: ["hard"] }'),
  );
  expect(settingsError(() => read({ options: "hard,ro" }, texts)).remedy).toBe(
    'write sample: { options: ["hard", "ro"] }',
  );
  expect(settingsError(() => read({ items: { pods: 7 } }, list))).toMatchObject(
    wrongType(expected, "sample.items", "{ pods: 7 }", "sample: { items: [{ pods: 7 }] }"),
  );
  expect(settingsError(() => read({ items: 7 }, list))).toMatchObject(
    wrongType("an array of settings, as [{ pods }]", "sample.items", "7", "sample: { items: [{ pods: 7 }] }"),
  );
});

const several: Reader = (reader) => [inner(reader), reader.optionalByteSize("size"), reader.text("name", anyText)];

test.each<[unknown, Reader, string, string, string, string]>([
  ["pods", count, "sample", '"pods"', "{ pods }", "sample: { … } with the keys that you need"],
  [null, count, "sample", "null", "{ pods }", "sample: { … } with the keys that you need"],
  [[], count, "sample", "[]", "{ pods }", "sample: { … } with the keys that you need"],
  [{ inner: 7 }, inner, "sample.inner", "7", "{ pods }", "sample: { inner: { pods: 7 } }"],
  [{ inner: "7" }, inner, "sample.inner", '"7"', "{ pods }", "sample: { inner: { pods: 7 } }"],
  [{ items: [{}, 7] }, list, "sample.items[1]", "7", "{ pods }", "{ pods: 7 }"],
  [7, several, "sample", "7", "{ name, inner, size }", 'sample: { name: "…", inner: { pods: 7 } }'],
  ["loki", several, "sample", '"loki"', "{ name, inner, size }", 'sample: { name: "loki" }'],
  [
    "7Gi",
    several,
    "sample",
    '"7Gi"',
    "{ name, inner, size }",
    'the key that you mean, such as sample: { name: "7Gi" }',
  ],
])("rejects %j in place of a group, with its keys", (written, reader, setting, got, keys, meant) => {
  const error = wrongType(`an object of settings, as ${keys}`, setting, got, meant);
  expect(settingsError(() => read(written, reader))).toMatchObject(error);
});

test("rejects an unknown setting and suggests the nearest name", () => {
  expect(settingsError(() => read({ pods: 3, jornal: true }, (reader) => [count(reader), flag(reader)]))).toMatchObject(
    {
      setting: "sample.jornal",
      got: "an unknown setting",
      expected: 'one of "journal", "pods"',
      remedy: 'did you mean "journal"?',
    },
  );
});

test("reports the misspelt name of a missing setting, and suggests only the right one", () => {
  const both: Reader = (reader) => [count(reader), reader.text("name", anyText)];
  expect(settingsError(() => read({ pods: 3, nam: "loki" }, both))).toMatchObject({
    setting: "sample.nam",
    got: "an unknown setting",
    expected: '"name"',
    remedy: 'did you mean "name"?',
  });
});

test.each<[object, Reader, string]>([
  [{ inner: { pod: 7 } }, inner, "sample.inner.pod"],
  [{ items: [{ pods: 7 }, { pod: 7 }] }, list, "sample.items[1].pod"],
])("rejects an unknown setting in %j by its full name", (written, reader, setting) => {
  expect(settingsError(() => read(written, reader))).toMatchObject({ setting, remedy: 'did you mean "pods"?' });
});

test("counts a setting as read after has()", () => {
  expect(read({ pods: 3 }, (reader) => reader.isSet("pods"))).toBe(true);
  expect(read({}, (reader) => reader.isSet("pods"))).toBe(false);
});

test("names a top-level setting without a path", () => {
  expect(SettingsReader.read<Sample, string>({}, "", (reader) => reader.fullName("pods"))).toBe("pods");
  expect(SettingsReader.read<Sample, string>({}, "sample", (reader) => reader.fullName("pods"))).toBe("sample.pods");
});

describe("several refused settings", () => {
  const refused = (written: unknown, reader: Reader) =>
    problemsOf(() => read(written, reader)).map(({ setting }) => setting);
  const all: Reader = (reader) => [inner(reader), list(reader), size(reader), flag(reader), required(reader)];
  const size: Reader = (reader) => reader.byteSize("size", ByteSize.gibibytes(1));
  const required: Reader = (reader) => reader.text("name", anyText);

  test("are reported together, in the order of the settings, and missing ones last", () => {
    const written = {
      journal: 2,
      items: [{ pods: 0 }, { pod: 1, pods: "x" }],
      size: 7,
      inner: { pods: "x", other: 1 },
    };
    expect(refused(written, all)).toEqual([
      "sample.journal",
      "sample.items[0].pods",
      "sample.items[1].pod",
      "sample.items[1].pods",
      "sample.size",
      "sample.inner.pods",
      "sample.inner.other",
      "sample.name",
    ]);
  });

  test("are one if a misspelt name is the cause of the others", () => {
    const nested: Reader = (reader) => [
      reader.object("inner", (part) => [part.count("pods", 5, 1)]),
      reader.object("nested", (part) => [part.text("name", anyText), part.text("path", anyText)]),
    ];
    expect(refused({ nestet: { name: "a", path: "b" } }, nested)).toEqual(["sample.nestet"]);
    expect(refused({ nested: { name: "a" }, nestet: {} }, nested)).toEqual(["sample.nested.path", "sample.nestet"]);
  });

  test("don't cause others", () => {
    const combined: Reader = (reader) => {
      const pods = reader.count("pods", 5, 1);
      const ofPart = reader.object("inner", (part) => part.count("pods", 5, 1));
      const problem = {
        setting: "sample.pods",
        got: "more",
        expected: "less",
        why: "it is less",
        remedy: "write less",
      };
      if (pods >= ofPart && reader.areValid("pods", "inner.pods")) reader.refuse(problem);
    };
    expect(refused({ pods: 5, inner: { pods: 5 } }, combined)).toEqual(["sample.pods"]);
    expect(refused({ pods: 5, inner: { pods: 0 } }, combined)).toEqual(["sample.inner.pods"]);
    expect(refused({ pods: 5, inner: "x" }, combined)).toEqual(["sample.inner"]);
    expect(refused({ pods: 0, inner: { pods: 1 } }, combined)).toEqual(["sample.pods"]);
  });

  test("include those of other modules", () => {
    const failing: Reader = (reader) => [
      flag(reader),
      reader.attempt(() => {
        throw new SettingsError({
          setting: "rules",
          got: "none",
          expected: "one",
          why: "it is one",
          remedy: "add one",
        });
      }, []),
    ];
    expect(refused({ journal: 2 }, failing)).toEqual(["sample.journal", "rules"]);
    const crash: Reader = (reader) => reader.attempt(() => JSON.parse("{"), null);
    expect(() => read({}, crash)).toThrow(SyntaxError);
  });
});
