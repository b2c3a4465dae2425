import { check } from "../../src/cli/check";
import { findCommand } from "../../src/cli/command";
import { synth } from "../../src/cli/synth";
import { UsageError } from "../../src/settings/errors";

const COMMANDS = [synth, check];

test("finds a command by its name", () => {
  expect(findCommand(COMMANDS, "check")).toBe(check);
});

test.each([
  ["chekc", 'unknown command "chekc"; did you mean "check"?'],
  ["synht", 'unknown command "synht"; did you mean "synth"?'],
  ["install", 'unknown command "install"'],
])("rejects %s, and suggests a command only if its name is similar", (name, message) => {
  expect(() => findCommand(COMMANDS, name)).toThrow(new UsageError(message));
});
