import { snippet } from "../../src/settings/snippet";

test("nests a setting in its sections", () => {
  expect(snippet({ "loki.wal.size": "ByteSize.gibibytes(2)" })).toBe("loki: { wal: { size: ByteSize.gibibytes(2) } }");
});

test("groups the settings of a section, in their order", () => {
  const values = {
    "loki.wal.size": "ByteSize.gibibytes(3)",
    "loki.patterns": "false",
    "nfs.size": "ByteSize.gibibytes(20)",
    "loki.wal.other": "1",
  };
  expect(snippet(values)).toBe(
    "loki: { wal: { size: ByteSize.gibibytes(3), other: 1 }, patterns: false }, nfs: { size: ByteSize.gibibytes(20) }",
  );
});

test("writes a top-level setting without braces", () => {
  expect(snippet({ alertmanager: '"none"' })).toBe('alertmanager: "none"');
});
