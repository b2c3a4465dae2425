import { below, keyTree, paths } from "../../../src/checks/chart/key-tree";

const tree = keyTree({ "": "a", "b.c": "* !d e", "f.*": "g" });

function read(path: string): unknown {
  return path.split(".").reduce(below, tree);
}

test.each(["a", "a.anything", "b.c.e", "b.c.x.y", "f.x.g", "f.0.g"])("%s is read", (path) => {
  expect(read(path)).toBe(true);
});

test.each(["x", "b.x", "b.c.d", "f.x.h"])("%s is not read", (path) => {
  expect(read(path)).toBe(false);
});

test("lists every key that is read by its path", () => {
  expect([...paths(tree)].map((path) => path.join("."))).toEqual(["a", "b", "b.c", "b.c.e", "f", "f.*.g"]);
});
