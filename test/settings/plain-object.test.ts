import { deepFreeze } from "../../src/settings/plain-object";

test("everything in a frozen value is frozen, in lists too", () => {
  const model = deepFreeze({ loki: { limits: { streams: 1 } }, drop: [{ name: "probes" }] });
  expect(Object.isFrozen(model.loki.limits)).toBe(true);
  expect(Object.isFrozen(model.drop)).toBe(true);
  expect(Object.isFrozen(model.drop[0])).toBe(true);
});

test("what is frozen is the value itself, not a copy", () => {
  const model = { loki: {} };
  expect(deepFreeze(model)).toBe(model);
});

test("a value that holds itself is frozen once", () => {
  const node: { self?: object } = {};
  node.self = node;
  expect(Object.isFrozen(deepFreeze(node))).toBe(true);
});
