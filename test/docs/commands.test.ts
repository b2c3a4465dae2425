import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { scripts } from "../../package.json";
import { diagnostics as preflight } from "../../src/preflight";
import { diagnostics as verify } from "../../src/verify";
import { documentText } from "../helpers/documents";
import { PROJECT } from "../helpers/example";

/** The folder of the tests that a script runs. */
const TESTS: Readonly<Record<string, string>> = {
  "test:conformance": "test/conformance",
  "test:program": "test/program",
};

const DIAGNOSTICS: Readonly<Record<string, readonly string[]>> = {
  preflight: preflight.map(({ id }) => id),
  verify: verify.map(({ id }) => id),
};

const pages = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "lab/README.md", "rules/fixtures/README.md"],
  ...readdirSync(join(PROJECT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => posix.join("docs", path)),
];

interface DocumentedCommand {
  readonly page: string;
  readonly script: string;
  /** The words after " -- ". */
  readonly args: readonly string[];
}

/** A command ends where the code ends, at a comment, and at the next command. */
const commands: readonly DocumentedCommand[] = pages.flatMap((page) =>
  [...documentText(page).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)(?: -- ([^`#&|()\n]*))?/g)].map(
    ([, script = "", args = ""]) => ({ page, script, args: args.split(/\s+/).filter((word) => word !== "") }),
  ),
);

function testsIn(folder: string): readonly string[] {
  return readdirSync(join(PROJECT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts") && !path.startsWith("cluster/"))
    .map((path) => posix.join(folder, path));
}

/** Describes the arguments that select nothing. */
function selectNothing({ script, args }: DocumentedCommand): readonly string[] {
  const folder = TESTS[script];
  if (folder !== undefined) {
    const patterns = args.filter((word) => !word.startsWith("-"));
    return patterns.filter((pattern) => !testsIn(folder).some((path) => new RegExp(pattern, "i").test(path)));
  }
  const [, only = ""] = /--only (\S+)/.exec(args.join(" ")) ?? [];
  return only.split(",").filter((id) => /^[a-z]/.test(id) && DIAGNOSTICS[script]?.includes(id) !== true);
}

test("every npm script that a page names exists", () => {
  expect(commands.length).toBeGreaterThan(50);
  expect(commands.filter(({ script }) => !(script in scripts))).toEqual([]);
});

test("every test pattern and every id of a diagnostic in a documented command selects something", () => {
  const wrong = commands.flatMap((command) =>
    selectNothing(command).map((argument) => `${command.page}: npm run ${command.script} -- ${argument}`),
  );
  expect(wrong).toEqual([]);
});

test.each([
  ["a test pattern", { page: "a.md", script: "test:conformance", args: ["calibration", "alerts"] }, ["calibration"]],
  ["a diagnostic", { page: "a.md", script: "verify", args: ["--only", "drill,drills"] }, ["drills"]],
])("finds %s that selects nothing", (_, command, expected) => {
  expect(selectNothing(command)).toEqual(expected);
});
