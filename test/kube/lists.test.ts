import { itemsOf, listAll, type Paging } from "../../src/kube/lists";

const PAGES = [
  { items: [1, 2], metadata: { _continue: "two" } },
  { items: [3], metadata: { _continue: "" } },
];

test("requests each page with the continue token of the previous one", async () => {
  const requests: Paging[] = [];
  const items = await listAll(async (paging) => {
    requests.push(paging);
    return PAGES[requests.length - 1] ?? { items: [] };
  });
  expect(items).toEqual([1, 2, 3]);
  expect(requests).toEqual([{ limit: 500 }, { limit: 500, _continue: "two" }]);
});

test("reads an empty metadata-only list", () => {
  expect(itemsOf({ items: null })).toEqual([]);
  expect(itemsOf({ items: ["a"] })).toEqual(["a"]);
});
