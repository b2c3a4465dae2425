import { characterName, specialCharacter } from "../../src/units";

test.each([
  ["a\u00a0b", 1, "a no-break space (U+00A0)", " "],
  ["ab\u200b", 2, "a zero-width space (U+200B)", ""],
  ["\ufeffa", 0, "a byte order mark (U+FEFF)", ""],
  ["so\u00adft", 2, "a soft hyphen (U+00AD)", ""],
  ["“a”", 0, "a typographic double quote (U+201C)", '"'],
  ["it’s", 2, "a typographic single quote (U+2019)", "'"],
  ["1 – 2", 2, "an en dash (U+2013)", "-"],
  ["ａ", 0, "a full-width a (U+FF41)", "a"],
  ["a：b", 1, "a full-width : (U+FF1A)", ":"],
])("names the special character of %j", (text, index, name, instead) => {
  expect(specialCharacter(text)).toEqual({ index, char: text.charAt(index), name, instead });
});

test.each(["", "plain text", "Küche", "日本語", "😀", "a\tb\n"])("finds no special character in %j", (text) => {
  expect(specialCharacter(text)).toBeNull();
});

test.each([
  ["\x01", "a control character (U+0001)"],
  ["\x85", "a control character (U+0085)"],
  ["@", "a character (U+0040)"],
  ["😀", "a character (U+1F600)"],
])("names the character %j", (char, name) => {
  expect(characterName(char)).toBe(name);
});
