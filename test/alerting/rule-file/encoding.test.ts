import { readRuleFileBytes, unreadableRuleFile } from "../../../src/alerting/rule-file/encoding";

const TEXT = "groups: []\n# Küche 😀\n";
const read = (bytes: Buffer) => readRuleFileBytes("rules/a.yaml", "a.yaml", bytes);

test.each([
  ["UTF-8", Buffer.from(TEXT)],
  ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${TEXT}`)],
  ["ASCII", Buffer.from("groups: []\n")],
])("reads a file in %s", (_, bytes) => {
  expect(read(bytes)).toMatchObject({ text: bytes.toString("utf8"), problems: [] });
});

test.each([
  ["Latin-1", Buffer.from("groups: []\n# Küche\n", "latin1"), "the byte 0xFC, which is ü", "WINDOWS-1252", [2, 4]],
  [
    "a quote of Windows",
    Buffer.from("# a\n# \x93b\n", "latin1"),
    "the byte 0x93, which is punctuation",
    "WINDOWS-1252",
    [2, 3],
  ],
  ["overlong UTF-8", Buffer.from([0x61, 0xc0, 0x80]), "the byte 0xC0", "WINDOWS-1252", [1, 2]],
  ["half a character", Buffer.from([0x61, 0xe2, 0x82]), "the byte 0xE2", "WINDOWS-1252", [1, 2]],
  ["half a surrogate pair", Buffer.from([0x0a, 0xed, 0xa0, 0x80]), "the byte 0xED", "WINDOWS-1252", [2, 1]],
  ["UTF-16 with its mark", Buffer.from(`\ufeff${TEXT}`, "utf16le"), "UTF-16LE", "UTF-16LE", [1, 1]],
  ["UTF-16 without a mark", Buffer.from(TEXT, "utf16le"), "UTF-16LE", "UTF-16LE", [1, 1]],
  ["big-endian UTF-16", Buffer.from(`\ufeff${TEXT}`, "utf16le").swap16(), "UTF-16BE", "UTF-16BE", [1, 1]],
  ["big-endian UTF-16 without a mark", Buffer.from(TEXT, "utf16le").swap16(), "UTF-16BE", "UTF-16BE", [1, 1]],
])("reports %s, with the place and the command that converts it", (_, bytes, got, encoding, [line, column]) => {
  expect(read(bytes)).toMatchObject({
    text: "",
    groups: [],
    problems: [
      {
        got: expect.stringContaining(got),
        remedy: expect.stringContaining(`iconv -f ${encoding} -t UTF-8`),
        location: { line, column },
      },
    ],
  });
});

test("doesn't read a file that no ConfigMap can contain", () => {
  expect(read(Buffer.alloc(10 * 1024 * 1024, "groups: []\n")).problems).toMatchObject([{ got: "a file of 10 MiB" }]);
});

test("names the reason why a file can't be read", () => {
  expect(unreadableRuleFile("rules/a.yaml", "a.yaml", "EACCES").problems).toMatchObject([
    { got: "a file that can't be read: EACCES", remedy: "check the permissions of rules/a.yaml" },
  ]);
});
