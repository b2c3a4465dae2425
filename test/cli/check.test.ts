import { reportText } from "../../src/checks/reporters/text";
import { errorReport } from "../../src/cli/check";
import { SettingsError } from "../../src/settings/settings-error";

test("reports a settings error as a finding that can't be accepted", () => {
  const finding = { setting: "nfs.path", got: '"srv"', expected: "an absolute path", remedy: "start with a slash" };
  const error = new SettingsError({ ...finding, why: "every node mounts exactly this path" });
  const report = errorReport(error);
  expect(report.findings).toMatchObject([{ finding, acceptable: false }]);
  expect(reportText(report)).toMatch(/\n\n1 invalid setting; no check ran$/);
});
