import { existsSync } from "node:fs";
import { join } from "node:path";
import { ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

const folder = ProgramFolder.ofTests();

/** Expressions that make main.ts fail. All tests share one build. */
const EXPRESSIONS = [
  "ByteSize.gigabytes(2)",
  "Duration.weeks(2)",
  "Backend.s4(2)",
  "Cpu.cores(1)",
  "process.env.NFS_SERVER.trim()",
  'require("node:fs").readFileSync("/nowhere")',
];

const ENTRY = `
  import { installation } from "./src";
  import { Backend } from "./src";
  import { ByteSize, Duration } from "./src";
  const failing = { ${EXPRESSIONS.map((expression) => `${JSON.stringify(expression)}: () => ${expression}`).join(", ")} };
  installation({ written: failing[process.env.EXPRESSION](), imported: [Backend, ByteSize, Duration] });`;

const program = folder.bundleText("failing", ENTRY);

/** Runs a main.ts that fails at this expression. */
function failAt(expression: string) {
  return run(program, { environment: { EXPRESSION: expression } });
}

const WHY = "  why     main.ts failed, so no command ran\n";

test.each([
  [
    "ByteSize.gigabytes",
    "ByteSize.gibibytes, ByteSize.mebibytes, ByteSize.kibibytes, ByteSize.bytes",
    "did you mean ByteSize.gibibytes?",
  ],
  [
    "Duration.weeks",
    "Duration.days, Duration.hours, Duration.minutes, Duration.seconds, Duration.milliseconds",
    "write one of these",
  ],
  [
    "Backend.s4",
    "Backend.local, Backend.s3, Backend.gcs, Backend.azurerm, Backend.http, Backend.pg, Backend.kubernetes",
    "did you mean Backend.s3?",
  ],
])("rejects %s, with the valid names and the nearest one", (got, names, remedy) => {
  expect(failAt(`${got}(2)`)).toEqual({
    status: 1,
    stdout: "",
    stderr: `main.ts: got ${got}, expected one of ${names}\n${WHY}  remedy  ${remedy}\n`,
  });
});

test("rejects a class that is not imported, with its import", () => {
  expect(failAt("Cpu.cores(1)")).toEqual({
    status: 1,
    stdout: "",
    stderr: `main.ts: got Cpu, which is not imported, expected an import of every class that main.ts uses\n${WHY}  remedy  add import { Cpu } from "./src"; at the top\n`,
  });
});

test("prints any other type error without a stack trace", () => {
  expect(failAt("process.env.NFS_SERVER.trim()")).toEqual({
    status: 1,
    stdout: "",
    stderr: `main.ts: got TypeError: Cannot read properties of undefined (reading 'trim'), expected settings that evaluate without an error\n${WHY}  remedy  run "npx tsc", which names the line of a type error\n`,
  });
});

test("keeps the stack trace of an error that the compiler couldn't report", () => {
  const { status, stdout, stderr } = failAt('require("node:fs").readFileSync("/nowhere")');
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^Error: ENOENT: .*\n {4}at .*\nmain\.ts failed, so no command ran\n$/s);
});

/** Ways of main.ts to call installation(…), by name. All tests share one build. */
const CALLS = {
  twice: "installation(right); installation(right);",
  "twice, later": "installation(right); setTimeout(() => installation(right), 50);",
  "without settings": "installation();",
  "with two arguments": "installation(right, right);",
  never: "",
  "in a function": "const declare = () => installation(right);",
  "before an error": 'installation(right); throw new Error("unrelated");',
  "before a late error": 'installation(right); setTimeout(() => { throw new Error("unrelated"); }, 50);',
  "after a rejection": 'Promise.reject(new Error("unrelated")).then(() => installation(right));',
  "before exiting": "installation(right); process.exit();",
  later: "setTimeout(() => installation(right), 50);",
  once: "installation(right);",
};

const calling = folder.bundleText(
  "calling",
  `import { installation } from "./src";
  const right = { nfs: { server: "nfs.example.com", path: "/srv" }, alertmanager: "none", grafana: { namespace: "grafana" } };
  const calls = { ${Object.entries(CALLS)
    .map(([name, code]) => `${JSON.stringify(name)}: () => { ${code} }`)
    .join(", ")} };
  calls[process.env.CALL]();`,
);

const call = (how: keyof typeof CALLS, ...args: readonly string[]) =>
  run(calling, { args, environment: { CALL: how, CDKTF_OUTDIR: join(folder.path, "called") } });

test.each<[keyof typeof CALLS, RegExp]>([
  ["twice", /^main\.ts: got 2 installations, expected one\n.*\n {2}remedy {2}keep one call of .*\n$/],
  ["twice, later", /^main\.ts: got 2 installations, expected one\n/],
  ["without settings", /^nfs\.server: got nothing, expected .*\nalertmanager: got nothing, expected /s],
  ["with two arguments", /^main\.ts: got 2 installations, expected one\n/],
  ["never", /^main\.ts: got no call of installation\(…\), expected one call\n.*\n {2}remedy {2}call installation\(/],
  ["in a function", /^main\.ts: got no call of installation\(…\), expected one call\n/],
  ["before an error", /^Error: unrelated\n {4}at .*\nmain\.ts failed, so no command ran\n$/s],
  ["before a late error", /^Error: unrelated\n {4}at .*\nmain\.ts failed, so no command ran\n$/s],
  ["after a rejection", /^Error: unrelated\n {4}at .*\nmain\.ts failed, so no command ran\n$/s],
  ["before exiting", /^main\.ts: exited before a command ran; /],
])("runs no command if main.ts calls installation(…) %s", (how, message) => {
  expect(call(how)).toEqual({ status: 1, stdout: "", stderr: expect.stringMatching(message) });
  expect(existsSync(join(folder.path, "called"))).toBe(false);
});

test.each(["synth", "check", "capacity", "preflight", "verify"])("%s requires one installation", (command) => {
  const error = { status: 1, stdout: "", stderr: expect.stringMatching(/^main\.ts: got no call /) };
  expect(call("never", command)).toEqual(error);
  expect(call("never", command, "--help").status).toBe(0);
});

test.each(["once", "later"] as const)("runs the command if main.ts calls installation(…) %s", (how) => {
  expect(call(how, "check")).toMatchObject({ status: 0, stderr: "" });
});
