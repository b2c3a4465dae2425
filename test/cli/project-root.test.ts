import { join } from "node:path";
import { projectRoot } from "../../src/cli/project-root";
import { inFolder } from "../helpers/folder";

test("finds the nearest parent folder with cdktf.json", () => {
  inFolder({ "cdktf.json": "{}", "nested/cdktf.json": "{}", "nested/dist/main.js": "" }, (folder) => {
    expect(projectRoot(join(folder, "nested/dist"))).toBe(join(folder, "nested"));
    expect(projectRoot(join(folder, "nested"))).toBe(join(folder, "nested"));
    expect(projectRoot(folder)).toBe(folder);
  });
});

test("fails outside a project", () => {
  inFolder({}, (folder) => {
    expect(() => projectRoot(folder)).toThrow("no cdktf.json in the program's folder or any parent folder");
  });
});
