import type { Link } from "../../src/diagnostics/diagnostic";
import { links as preflight } from "../../src/preflight";
import { links as verify } from "../../src/verify";

const lists: readonly (readonly [string, readonly Link<never>[]])[] = [
  ["preflight", preflight],
  ["verify", verify],
];

describe.each(lists)("the links of %s", (_, links) => {
  test("have names of their own, and depend on those before them", () => {
    const before = new Set<string>();
    for (const { id, after } of links) {
      expect({ id, missing: after.filter((name) => !before.has(name)), known: before.has(id) }).toEqual({
        id,
        missing: [],
        known: false,
      });
      before.add(id);
    }
  });

  test("all depend on an API server that answers, or on nothing of the cluster", () => {
    expect(links[0]?.id).toBe("api-server");
    expect(links.slice(1).filter(({ after }) => after.length === 0)).toEqual([]);
  });

  test("say what may break them, and what to do next", () => {
    for (const { id, causes } of links) {
      expect({ id, causes: causes.length }).not.toEqual({ id, causes: 0 });
      for (const { cause, next } of causes) {
        expect(cause).toMatch(/^[A-Z\w].*\.$/s);
        expect(next).toMatch(/\S/);
      }
    }
  });
});
