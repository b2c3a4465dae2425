import { FACTORIES, slip } from "../../src/cli/startup-error";
import { Backend } from "../../src/terraform/backend";
import { ByteSize, Cpu, Duration } from "../../src/units";

test("a function of somebody else that there isn't is no misspelt unit", () => {
  expect(slip(new TypeError("settings.weeks is not a function"))?.props.got).toBe(
    "TypeError: settings.weeks is not a function",
  );
  expect(slip(new ReferenceError("week is not defined"))?.props.got).toBe("ReferenceError: week is not defined");
});

test.each([
  ["ByteSize", ByteSize],
  ["Cpu", Cpu],
  ["Duration", Duration],
  ["Backend", Backend],
])("every way to make a %s is known", (name, type) => {
  const makers = Object.entries(Object.getOwnPropertyDescriptors(type))
    .filter(([key, { value }]) => typeof value === "function" && !["is", "parse"].includes(key))
    .map(([key]) => key);
  expect([...(FACTORIES.get(name)?.names ?? [])].sort()).toEqual(makers.sort());
});
