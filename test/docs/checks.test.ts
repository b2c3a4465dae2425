import { checksByPart } from "../../src/checks";
import { checksPage } from "../../src/checks/reporters/markdown";
import { golden } from "../helpers/golden";

test("docs/checks.md describes every check", () => {
  const page = checksPage(checksByPart);
  expect(page).toBe(golden("../docs/checks.md", page));
});
