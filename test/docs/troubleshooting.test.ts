import { TROUBLES } from "../../src/diagnostics/explain-error";
import { troubleshootingPage } from "../../src/diagnostics/reporters/markdown";
import { links as preflight } from "../../src/preflight";
import { links as verify } from "../../src/verify";
import { golden } from "../helpers/golden";

test("docs/troubleshooting.md tells of every link, and of all that breaks it", () => {
  const page = troubleshootingPage({ commands: { preflight, verify }, troubles: TROUBLES });
  expect(page).toBe(golden("../docs/troubleshooting.md", page));
});
