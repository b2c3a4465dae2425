import { assert, maxSafeNat, property } from "fast-check";
import { ByteSize } from "../../src/units";

const KUBERNETES_UNITS = new Map([
  ["", 1],
  ["Ki", 2 ** 10],
  ["Mi", 2 ** 20],
  ["Gi", 2 ** 30],
  ["Ti", 2 ** 40],
]);

/** Returns a Kubernetes quantity with a binary unit or none, in bytes. */
function readByKubernetes(text: string): number {
  const [, amount, unit = ""] = /^(\d+)(Ki|Mi|Gi|Ti|)$/.exec(text) ?? [];
  return Number(amount) * (KUBERNETES_UNITS.get(unit) ?? Number.NaN);
}

test.each([
  { size: ByteSize.bytes(100), written: "ByteSize.bytes(100)", bytes: 100 },
  { size: ByteSize.kibibytes(256), written: "ByteSize.kibibytes(256)", bytes: 262_144 },
  { size: ByteSize.mebibytes(1.5), written: "ByteSize.mebibytes(1.5)", bytes: 1_572_864 },
  { size: ByteSize.gibibytes(2), written: "ByteSize.gibibytes(2)", bytes: 2_147_483_648 },
])("$written is $bytes bytes and keeps its source text", ({ size, written, bytes }) => {
  expect(size.toBytes()).toBe(bytes);
  expect(size.written).toBe(written);
});

test.each([
  { size: ByteSize.gibibytes(1_024), text: "1Ti" },
  { size: ByteSize.mebibytes(2_048), text: "2Gi" },
  { size: ByteSize.gibibytes(1.5), text: "1536Mi" },
  { size: ByteSize.bytes(1_572_864), text: "1536Ki" },
  { size: ByteSize.bytes(1_025), text: "1025" },
  { size: ByteSize.gibibytes(0), text: "0" },
])("$size.written is $text as a Kubernetes quantity", ({ size, text }) => {
  expect(`${size}`).toBe(text);
});

test("Kubernetes parses every size to the same amount", () => {
  assert(property(maxSafeNat(), (amount) => readByKubernetes(`${ByteSize.bytes(amount)}`) === amount));
});

test("a size of zero or more whole bytes is exact", () => {
  expect(ByteSize.bytes(0).isExact).toBe(true);
  expect(ByteSize.gibibytes(1.5).isExact).toBe(true);
});

test.each([ByteSize.bytes(1.5), ByteSize.gibibytes(-1), ByteSize.gibibytes(2 ** 23), ByteSize.bytes(Number.NaN)])(
  "%s is not exact",
  (size) => {
    expect(size.isExact).toBe(false);
  },
);

test("rounds mebibytes down", () => {
  expect(ByteSize.bytes(2 * 2 ** 20 - 1).toMebibytes()).toBe(1);
  expect(ByteSize.mebibytes(2).toMebibytes()).toBe(2);
});

test("subtracts sizes", () => {
  expect(`${ByteSize.gibibytes(6).minus(ByteSize.gibibytes(2))}`).toBe("4Gi");
});

test("rounds a multiple down to whole mebibytes", () => {
  expect(`${ByteSize.gibibytes(1).times(0.85)}`).toBe("870Mi");
  expect(`${ByteSize.gibibytes(1).times(0.5)}`).toBe("512Mi");
});

test("compares as larger than a smaller size, but not than an equal one", () => {
  expect(ByteSize.mebibytes(1_025).isLargerThan(ByteSize.gibibytes(1))).toBe(true);
  expect(ByteSize.mebibytes(1_024).isLargerThan(ByteSize.gibibytes(1))).toBe(false);
});

test("is frozen", () => {
  expect(Object.isFrozen(ByteSize.gibibytes(1))).toBe(true);
});

test.each([
  ["0", 0],
  ["100", 100],
  ["100B", 100],
  ["1k", 1_000],
  ["1M", 1e6],
  ["2G", 2e9],
  ["1T", 1e12],
  ["1Ki", 2 ** 10],
  ["1Mi", 2 ** 20],
  ["1.5Gi", 1.5 * 2 ** 30],
  ["1Ti", 2 ** 40],
  ["256KB", 2 ** 18],
  ["1MB", 2 ** 20],
  ["4GB", 2 ** 32],
  ["1TB", 2 ** 40],
])("parses %s as %d bytes", (text, bytes) => {
  const size = ByteSize.parse(text);
  expect(size?.toBytes()).toBe(bytes);
  expect(size?.written).toBe(text);
});

test("rounds a fraction of a byte up", () => {
  expect(ByteSize.parse("1.0001Ki")?.toBytes()).toBe(1_025);
});

test.each(["", "Gi", "1 Gi", " 1", "1\n", "-1", "1e3", "1,5Gi", "1.Gi", ".5Gi", "1gi", "1X", "0x10", "1Gi1"])(
  "rejects %j",
  (text) => {
    expect(ByteSize.parse(text)).toBeNull();
  },
);

test("parses what it prints", () => {
  assert(property(maxSafeNat(), (amount) => ByteSize.parse(`${ByteSize.bytes(amount)}`)?.toBytes() === amount));
});

test("divides sizes", () => {
  expect(ByteSize.gibibytes(3).dividedBy(ByteSize.gibibytes(2))).toBe(1.5);
});

test("adds sizes", () => {
  expect(`${ByteSize.gibibytes(1).plus(ByteSize.mebibytes(1))}`).toBe("1025Mi");
});

test("rounds a scaled size up to whole bytes", () => {
  expect(ByteSize.bytes(3).scaled(0.5).toBytes()).toBe(2);
  expect(ByteSize.bytes(4).scaled(0.5).toBytes()).toBe(2);
  expect(ByteSize.mebibytes(1).scaled(0).toBytes()).toBe(0);
});

test.each([
  [ByteSize.bytes(0), "0 B"],
  [ByteSize.bytes(1_023), "1023 B"],
  [ByteSize.kibibytes(1), "1 KiB"],
  [ByteSize.bytes(1_587), "1.5 KiB"],
  [ByteSize.mebibytes(9.94), "9.9 MiB"],
  [ByteSize.mebibytes(9.96), "10 MiB"],
  [ByteSize.mebibytes(10.6), "11 MiB"],
  [ByteSize.mebibytes(1_023), "1023 MiB"],
  [ByteSize.gibibytes(4), "4 GiB"],
  [ByteSize.gibibytes(2_560), "2.5 TiB"],
])("displays %s as %s", (size, text) => {
  expect(size.toHumanString()).toBe(text);
});

test("rounds a size in mebibytes up", () => {
  expect(`${ByteSize.bytes(2 ** 20 + 1).inMebibytes()}`).toBe("2Mi");
  expect(`${ByteSize.mebibytes(2).inMebibytes()}`).toBe("2Mi");
  expect(`${ByteSize.bytes(0).inMebibytes()}`).toBe("0");
});

test("returns the larger of two sizes", () => {
  const [less, more] = [ByteSize.mebibytes(1), ByteSize.mebibytes(2)];
  expect(less.orMore(more)).toBe(more);
  expect(more.orMore(less)).toBe(more);
});

test.each([
  [ByteSize.bytes(0), "0 MiB"],
  [ByteSize.bytes(1), "1 MiB"],
  [ByteSize.gibibytes(4), "4096 MiB"],
])("displays %s as %s beside other sizes", (size, text) => {
  expect(size.toMebibytesString()).toBe(text);
});

test.each([
  [2 ** 41, "ByteSize.gibibytes(2048)"],
  [1.5 * 2 ** 30, "ByteSize.mebibytes(1536)"],
  [2 ** 10, "ByteSize.kibibytes(1)"],
  [1_025, "ByteSize.bytes(1025)"],
])("writes %d bytes as %s in main.ts", (bytes, text) => {
  expect(ByteSize.bytes(bytes).snippet()).toBe(text);
});

test("compares as less than a larger size, but not than an equal one", () => {
  expect(ByteSize.mebibytes(1_023).isLessThan(ByteSize.gibibytes(1))).toBe(true);
  expect(ByteSize.mebibytes(1_024).isLessThan(ByteSize.gibibytes(1))).toBe(false);
});
