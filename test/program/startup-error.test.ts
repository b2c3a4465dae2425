import { ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

let folder: ProgramFolder;
let program: string;

beforeAll(() => {
  folder = new ProgramFolder();
  program = folder.bundleText("slip", ENTRY);
});

afterAll(() => folder.remove());

/** Each of them ends main.ts: one build serves all tests. */
const SLIPS = [
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
  const slips = { ${SLIPS.map((expression) => `${JSON.stringify(expression)}: () => ${expression}`).join(", ")} };
  installation({ written: slips[process.env.SLIP](), imported: [Backend, ByteSize, Duration] });`;

/** What is told of a main.ts that ends in this expression. */
function told(expression: string) {
  return run(program, { environment: { SLIP: expression } });
}

const WHY = "  why     main.ts ended there, before it came to its settings\n";

test.each([
  [
    "ByteSize.gigabytes",
    "ByteSize.gibibytes, ByteSize.mebibytes, ByteSize.kibibytes, ByteSize.bytes",
    "did you mean ByteSize.gibibytes?",
  ],
  [
    "Duration.weeks",
    "Duration.days, Duration.hours, Duration.minutes, Duration.seconds, Duration.milliseconds",
    "write one of those",
  ],
  [
    "Backend.s4",
    "Backend.local, Backend.s3, Backend.gcs, Backend.azurerm, Backend.http, Backend.pg, Backend.kubernetes",
    "did you mean Backend.s3?",
  ],
])("%s is refused, with the names that there are and the nearest", (got, names, remedy) => {
  expect(told(`${got}(2)`)).toEqual({
    status: 1,
    stdout: "",
    stderr: `main.ts: got ${got}, expected one of ${names}\n${WHY}  remedy  ${remedy}\n`,
  });
});

test("a unit that isn't imported is refused, with its import", () => {
  expect(told("Cpu.cores(1)")).toEqual({
    status: 1,
    stdout: "",
    stderr: `main.ts: got Cpu, which is not imported, expected an import of all that is used\n${WHY}  remedy  write import { Cpu } from "./src"; at its top\n`,
  });
});

test("whatever else ends main.ts is told without a stack trace", () => {
  expect(told("process.env.NFS_SERVER.trim()")).toEqual({
    status: 1,
    stdout: "",
    stderr: `main.ts: got TypeError: Cannot read properties of undefined (reading 'trim'), expected settings that can be read\n${WHY}  remedy  run "npx tsc", which names the line where the types tell of it\n`,
  });
});

test("what no type would have told keeps its trace", () => {
  const { status, stdout, stderr } = told('require("node:fs").readFileSync("/nowhere")');
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^Error: ENOENT: .*\n {4}at .*\nmain\.ts ended there, before it came to its settings\n$/s);
});

test("what ends the program behind the settings is no slip in them", () => {
  const { status, stderr } = run(
    folder.bundleText(
      "behind",
      `import { installation } from "./src"; installation({}); throw new Error("of somebody else");`,
    ),
  );
  expect(status).toBe(1);
  expect(stderr).toMatch(/Error: of somebody else\n {4}at /);
});
