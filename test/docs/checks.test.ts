import { checksByPart } from "../../src/checks";
import { checksPage } from "../../src/checks/reporters/markdown";
import { sample } from "../checks/samples";
import { golden } from "../helpers/golden";

test("docs/checks.md describes every check", () => {
  const page = checksPage(checksByPart);
  expect(page).toBe(golden("../docs/checks.md", page));
});

test("says which findings can't be accepted", () => {
  const heads = checksPage({ Some: [sample("open"), sample("fatal", [], { acceptable: false })] });
  expect(heads).toContain("**open is fine** (error)");
  expect(heads).toContain("**fatal is fine** (error, can't be accepted)");
});
