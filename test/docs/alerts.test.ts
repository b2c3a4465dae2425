import { codeBlock, documentText } from "../helpers/documents";
import { exampleModel } from "../helpers/example";
import { ProgramFolder, run } from "../helpers/program";

jest.setTimeout(60_000);

const PAGE = "docs/alerts.md";

test.each(["HighErrorRate", "PodCrashLoopBackOff", "OOMKilled", "LogPathDrill"])("the page lists %s", (alert) => {
  const { files } = exampleModel().alerting;
  const alerts = files.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.map(({ name }) => name)));
  expect(alerts).toContain(alert);
  expect(documentText(PAGE)).toContain(`| \`${alert}\``);
});

describe("the page's example of a rule of one's own", () => {
  const accept = codeBlock(PAGE, "accept:");
  let folder: ProgramFolder;
  let program: string;

  beforeAll(() => {
    folder = new ProgramFolder();
    program = folder.bundleText(
      "accepting",
      `
      import { installation } from "./src";
      import { example } from "./test/helpers/example";
      installation({ ...example, ${accept} });`,
    );
  });

  afterAll(() => folder.remove());

  function checked(rules: string): string {
    folder.write("rules/my-rules.yaml", `groups:\n  - name: my-rules\n    rules:\n${rules}`);
    return run(program, { args: ["check"] }).stdout;
  }

  test("prints the finding that the page shows", () => {
    const shown = codeBlock(PAGE, "rules/my-rules.yaml").replace("  ...\n", "").trimEnd().split("\n");
    expect(checked(CRASH_LOOP).split("\n").slice(0, shown.length)).toEqual(shown);
  });

  test("accepts a finding as the page does", () => {
    expect(checked(EVERY_POD)).toMatch(/^\d+ checks passed, .*, 1 finding accepted\n$/);
  });
});

const CRASH_LOOP = `\
      - alert: CrashLoop
        expr: sum by (namespace) (count_over_time({namespace="web"} |= "CrashLoopBackOff" [5m])) > 0
`;

const EVERY_POD = `\
      - alert: EveryPod
        expr: count_over_time({namespace="web"} |= "error" [5m]) > 0
`;
