import fc from "fast-check";

/** Any character of Unicode. The unit "binary" enumerates all of them first, which takes longer than the tests. */
export const character = fc
  .integer({ min: 0, max: 0x10ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));
