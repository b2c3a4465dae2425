import { itemsOf } from "../../../src/live/cluster/metadata";

test("a list of metadata alone in which nothing is holds nothing", () => {
  expect(itemsOf({ items: null })).toEqual([]);
  expect(itemsOf({ items: ["a"] })).toEqual(["a"]);
});
