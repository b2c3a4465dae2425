import { troubleshootingPage } from "../../src/live/output/markdown";
import { TROUBLES } from "../../src/live/trouble";
import { links as preflight } from "../../src/preflight";
import { links as verify } from "../../src/verify";
import { golden } from "../golden";

test("docs/troubleshooting.md tells of every link, and of all that breaks it", () => {
  const page = troubleshootingPage({ commands: { preflight, verify }, troubles: TROUBLES });
  expect(page).toBe(golden("../docs/troubleshooting.md", page));
});
