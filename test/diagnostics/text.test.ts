import { listed } from "../../src/diagnostics/text";

test("lists a few names", () => {
  expect(listed(["a", "b", "c", "d", "e"])).toBe("a, b, c, d, e");
});

test("lists the first of many names, and counts the others", () => {
  expect(listed(["a", "b", "c", "d", "e", "f", "g"])).toBe("a, b, c, d, e and 2 more");
});
