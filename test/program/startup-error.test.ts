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

const WHY = "  why     main.ts failed before it called installation(…)\n";

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
  expect(stderr).toMatch(/^Error: ENOENT: .*\n {4}at .*\nmain\.ts failed before it called installation\(…\)\n$/s);
});

test("doesn't explain an error after installation(…)", () => {
  const { status, stderr } = run(
    folder.bundleText(
      "afterwards",
      `import { installation } from "./src"; installation({}); throw new Error("unrelated");`,
    ),
  );
  expect(status).toBe(1);
  expect(stderr).toMatch(/Error: unrelated\n {4}at /);
});
