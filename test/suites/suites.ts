import { readdirSync } from "node:fs";
import { join } from "node:path";

const TESTS = join(__dirname, "..");

/** The suites of npm test, by the starts of their files' paths. A file belongs to the first suite that matches. */
const SUITES = {
  rules: ["checks/rules/", "checks/remedies"],
  checks: ["checks/"],
  diagnostics: ["diagnostics/", "kube/", "preflight/", "verify/", "cluster/"],
  languages: ["alerting/", "go-template/", "logql/", "settings/", "units/"],
  stack: ["alloy/", "capacity/", "grafana/", "loki/", "scenarios/", "stack/", "storage/", "sysctl/", "terraform/"],
  project: [""],
} as const;

export type SuiteName = keyof typeof SUITES;

/** These files have commands of their own: npm run test:program, npm run test:conformance. */
const OTHER_COMMANDS = /^(conformance|components|lab|program)\//;

function suiteOf(file: string): string | undefined {
  return Object.entries(SUITES).find(([, starts]) => starts.some((start) => file.startsWith(start)))?.[0];
}

/**
 * Defines the tests of all files of a suite. Jest loads itself and the tested modules anew for each file that it runs,
 * which takes more processor time than the tests. Within a suite, the files share the modules.
 */
export function defineSuite(name: SuiteName): void {
  const paths = readdirSync(TESTS, { recursive: true, encoding: "utf8" }).sort();
  const files = paths.filter((path) => path.endsWith(".test.ts") && !OTHER_COMMANDS.test(path));
  describe.each(files.filter((file) => suiteOf(file) === name))("test/%s", (file) => {
    require(join(TESTS, file));
  });
}
