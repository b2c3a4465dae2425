import { snippet } from "../../src/settings/snippet";

test("a setting is written in the braces of the sections that it is in", () => {
  expect(snippet({ "loki.wal.size": "ByteSize.gibibytes(2)" })).toBe("loki: { wal: { size: ByteSize.gibibytes(2) } }");
});

test("settings of a section are written together, in their order", () => {
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

test("a setting in no section is written without braces", () => {
  expect(snippet({ alertmanager: '"none"' })).toBe('alertmanager: "none"');
});
