import { itemsOf } from "../../src/kube/metadata";

test("a list of metadata alone in which nothing is holds nothing", () => {
  expect(itemsOf({ items: null })).toEqual([]);
  expect(itemsOf({ items: ["a"] })).toEqual(["a"]);
});
