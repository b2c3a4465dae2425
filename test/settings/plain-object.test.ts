import { deepFreeze } from "../../src/settings/plain-object";

test("freezes nested values, including those in arrays", () => {
  const model = deepFreeze({ loki: { limits: { streams: 1 } }, drop: [{ name: "probes" }] });
  expect(Object.isFrozen(model.loki.limits)).toBe(true);
  expect(Object.isFrozen(model.drop)).toBe(true);
  expect(Object.isFrozen(model.drop[0])).toBe(true);
});

test("freezes the value itself, not a copy", () => {
  const model = { loki: {} };
  expect(deepFreeze(model)).toBe(model);
});

test("freezes cyclic values", () => {
  const node: { self?: object } = {};
  node.self = node;
  expect(Object.isFrozen(deepFreeze(node))).toBe(true);
});
