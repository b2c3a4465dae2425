import { TROUBLES } from "../../src/diagnostics/explain-error";
import { troubleshootingPage } from "../../src/diagnostics/reporters/markdown";
import { links as preflight } from "../../src/preflight";
import { links as verify } from "../../src/verify";
import { golden } from "../helpers/golden";

test("docs/troubleshooting.md describes every diagnostic and all its causes", () => {
  const page = troubleshootingPage({ commands: { preflight, verify }, troubles: TROUBLES });
  expect(page).toBe(golden("../docs/troubleshooting.md", page));
});
