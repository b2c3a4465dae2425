import { itemsOf, listAll, type Paging } from "../../src/kube/lists";

const PAGES = [
  { items: [1, 2], metadata: { _continue: "two" } },
  { items: [3], metadata: { _continue: "" } },
];

test("a list comes in pages, each asked for with the mark of the one before it", async () => {
  const asked: Paging[] = [];
  const items = await listAll(async (paging) => {
    asked.push(paging);
    return PAGES[asked.length - 1] ?? { items: [] };
  });
  expect(items).toEqual([1, 2, 3]);
  expect(asked).toEqual([{ limit: 500 }, { limit: 500, _continue: "two" }]);
});

test("a list of metadata alone in which nothing is holds nothing", () => {
  expect(itemsOf({ items: null })).toEqual([]);
  expect(itemsOf({ items: ["a"] })).toEqual(["a"]);
});
