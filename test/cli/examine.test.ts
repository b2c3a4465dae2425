import { refusedReport } from "../../src/cli/examine";
import { SettingsError } from "../../src/settings/settings-error";

test("a refusal is a finding that nobody can accept", () => {
  const finding = { setting: "nfs.path", got: '"srv"', expected: "an absolute path", remedy: "begin with a slash" };
  const refusal = new SettingsError({ ...finding, why: "the server is asked for it" });
  expect(refusedReport(refusal).findings).toMatchObject([{ finding, acceptable: false }]);
});
