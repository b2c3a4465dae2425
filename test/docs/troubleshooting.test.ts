import { REQUEST_ERRORS } from "../../src/diagnostics/explain-error";
import { troubleshootingPage } from "../../src/diagnostics/reporters/markdown";
import { diagnostics as preflight } from "../../src/preflight";
import { diagnostics as verify } from "../../src/verify";
import { golden } from "../helpers/golden";

test("docs/troubleshooting.md contains every diagnostic and every cause", () => {
  const page = troubleshootingPage({ commands: { preflight, verify }, errors: REQUEST_ERRORS });
  expect(page).toBe(golden("../docs/troubleshooting.md", page));
});
