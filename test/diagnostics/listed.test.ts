import { listed } from "../../src/diagnostics/listed";

test("a few names are all told", () => {
  expect(listed(["a", "b", "c", "d", "e"])).toBe("a, b, c, d, e");
});

test("of many, the first and how many more there are", () => {
  expect(listed(["a", "b", "c", "d", "e", "f", "g"])).toBe("a, b, c, d, e and 2 more");
});
