import { changed, leaves } from "../../../tools/charts/leaves";

const VALUES = { a: { on: true, count: 1, name: "x", none: null, map: {}, list: [{ b: "y" }, "z"] } };

test("lists the path of every leaf", () => {
  expect([...leaves(VALUES)].map((path) => path.join("."))).toEqual(
    ["on", "count", "name", "none", "map", "list.0.b", "list.1"].map((key) => `a.${key}`),
  );
});

test.each([
  ["a.on", { on: false }],
  ["a.count", { count: 2 }],
  ["a.name", { name: "xx" }],
  ["a.none", { none: "changed" }],
  ["a.map", { map: { changed: "changed" } }],
  ["a.list.0.b", { list: [{ b: "yx" }, "z"] }],
])("replaces %s with another value of its type and changes nothing else", (path, other) => {
  expect(changed(VALUES, [path.split(".")])).toEqual({ a: { ...VALUES.a, ...other } });
});

test("replaces a value with the given one", () => {
  expect(changed({ a: 1, b: 1 }, [["a"]], "none")).toEqual({ a: "none", b: 1 });
});
