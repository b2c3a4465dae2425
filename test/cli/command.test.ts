import { check } from "../../src/cli/check";
import { findCommand, parseOptions } from "../../src/cli/command";
import { synth } from "../../src/cli/synth";
import { verify } from "../../src/cli/verify";
import { UsageError } from "../../src/settings/errors";

const COMMANDS = [synth, check, verify];

test("finds a command by its name", () => {
  expect(findCommand(COMMANDS, "check")).toBe(check);
});

test.each([
  ["chekc", 'unknown command "chekc"; did you mean "check"?'],
  ["synht", 'unknown command "synht"; did you mean "synth"?'],
  ["Verify", 'unknown command "Verify"; did you mean "verify"?'],
  ["ver", 'unknown command "ver"; did you mean "verify"?'],
  ["install", 'unknown command "install"'],
  ["deploy", '"deploy" runs Terraform: use npm run deploy'],
])("rejects %s, and suggests a command only if its name is similar", (name, message) => {
  expect(() => findCommand(COMMANDS, name)).toThrow(new UsageError(message));
});

test.each([
  [check, ["--fromat", "json"], 'unknown option "--fromat"; did you mean --format?'],
  [check, ["--output", "json"], 'unknown option "--output"; expected one of --format'],
  [check, ["format=json"], 'unexpected argument "format=json"'],
  [check, ["fromat"], 'unexpected argument "fromat"; did you mean --format?'],
  [synth, ["--format", "json"], 'unknown option "--format"; synth has none'],
  [synth, ["-x"], 'unknown option "-x"; synth has none'],
  [verify, ["--kube", "config"], 'unknown option "--kube"; did you mean --kubeconfig?'],
  [verify, ["--readonly"], 'unknown option "--readonly"; did you mean --read-only?'],
])("rejects the arguments of $name: %j", (command, args, message) => {
  expect(() => parseOptions(command, args, {})).toThrow(new UsageError(message));
});

test("reads options", () => {
  expect(parseOptions(check, ["--format", "json"], { npm_command: "run" })).toEqual({ format: "json" });
  expect(parseOptions(check, [], {})).toEqual({ format: "text" });
});

test.each([
  [check, ["json"], {}, 'unexpected argument "json"; write "--" before the options: npm run check -- --<option> json'],
  [
    verify,
    [],
    { npm_config_read_only: "true" },
    '--read-only: npm kept the option; write "--" before it: npm run verify -- --read-only',
  ],
  [
    verify,
    ["http://localhost"],
    { npm_config_loki_url: "true" },
    '--loki-url: npm kept the option; write "--" before it: npm run verify -- --loki-url',
  ],
])("explains that npm keeps the options of $name without --: %j", (command, args, variables, message) => {
  expect(() => parseOptions(command, args, { npm_command: "run", ...variables })).toThrow(new UsageError(message));
});

test("suggests no option for a command that has none", () => {
  const parse = () => parseOptions(synth, ["json"], { npm_command: "run" });
  expect(parse).toThrow(new UsageError('unexpected argument "json"'));
});

test("accepts an option that npm also knows", () => {
  const environment = { npm_command: "run", npm_config_json: "true" };
  expect(parseOptions(verify, ["--json"], environment)).toEqual({ json: true });
  expect(parseOptions(verify, [], { ...environment, npm_command: "exec" })).toEqual({});
});
