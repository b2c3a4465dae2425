import { settingsPage } from "../../tools/docs/settings-page";
import { golden } from "../helpers/golden";

test("docs/settings.md documents every setting as its type does", () => {
  const page = settingsPage();
  expect(page).toBe(golden("../docs/settings.md", page));
});
