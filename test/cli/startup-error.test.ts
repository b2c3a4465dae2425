import { FACTORIES, startupError } from "../../src/cli/startup-error";
import { Backend } from "../../src/terraform/backend";
import { ByteSize, Cpu, Duration } from "../../src/units";

test("doesn't report another missing function as a misspelt unit", () => {
  expect(startupError(new TypeError("settings.weeks is not a function"))?.problems[0]?.got).toBe(
    "TypeError: settings.weeks is not a function",
  );
  expect(startupError(new ReferenceError("week is not defined"))?.problems[0]?.got).toBe(
    "ReferenceError: week is not defined",
  );
});

test.each([
  ["ByteSize", ByteSize],
  ["Cpu", Cpu],
  ["Duration", Duration],
  ["Backend", Backend],
])("lists every factory of %s", (name, type) => {
  const methods = Object.entries(Object.getOwnPropertyDescriptors(type))
    .filter(([key, { value }]) => typeof value === "function" && !["is", "parse"].includes(key))
    .map(([key]) => key);
  expect([...(FACTORIES.get(name)?.names ?? [])].sort()).toEqual(methods.sort());
});
