import { reportJson } from "../../src/checks/reporters/json";
import { reportSarif } from "../../src/checks/reporters/sarif";
import { reportText } from "../../src/checks/reporters/text";
import { errorReport, runChecks } from "../../src/cli/check";
import { problemsOf, SettingsError } from "../../src/settings/settings-error";
import { example, ROOT } from "../helpers/example";
import { unchecked } from "../helpers/unchecked";

const PATH = { setting: "nfs.path", got: '"srv"', expected: "an absolute path", remedy: "start with a slash" };
const NODES = { setting: "cluster.nodes", got: "0", expected: "a whole number", remedy: "write a whole number" };

const reportOf = (...findings: readonly (typeof PATH)[]) =>
  errorReport(new SettingsError(...findings.map((finding) => ({ ...finding, why: `${finding.setting} matters` }))));

test("reports a settings error as a finding that can't be accepted", () => {
  const report = reportOf(PATH);
  expect(report.findings).toMatchObject([{ finding: PATH, acceptable: false }]);
  expect(reportText(report)).toMatch(/\n\n1 invalid setting; no check ran$/);
});

test("reports each of several refused settings as a finding", () => {
  const report = reportOf(PATH, NODES);
  expect(reportText(report)).toMatch(
    /^error: nfs\.path: .*\n\nerror: cluster\.nodes: .*\n\n2 invalid settings; no check ran$/s,
  );
  expect(JSON.parse(reportJson(report)).findings).toEqual([
    { check: "settings", severity: "error", ...PATH, why: "nfs.path matters" },
    { check: "settings", severity: "error", ...NODES, why: "cluster.nodes matters" },
  ]);
  expect(JSON.parse(reportSarif(report, [])).runs[0].results).toHaveLength(2);
});

test("reports unusable acceptances together with refused settings", () => {
  const settings = (wrong: unknown) =>
    problemsOf(() => runChecks(unchecked(example, wrong), ROOT)).map(({ setting }) => setting);
  const accept = ["taints", "tains", "none"].map((id) => ({ check: id, reason: "it is meant" }));
  expect(settings({ cluster: { nodes: 0 }, accept })).toEqual(["cluster.nodes", "accept[1].check", "accept[2].check"]);
  expect(settings({ cluster: { nodes: 0 }, accept: [{ check: "tains" }] })).toEqual([
    "cluster.nodes",
    "accept[0].reason",
  ]);
  expect(settings({ accept })).toEqual(["accept[1].check", "accept[2].check"]);
});
