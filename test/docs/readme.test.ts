import { engines } from "../../package.json";
import { checks } from "../../src/checks";
import { documentText } from "../helpers/documents";

test("README has at most 1,500 words", () => {
  expect(documentText("README.md").trim().split(/\s+/).length).toBeLessThanOrEqual(1_500);
});

test("README names the minimum version of Node", () => {
  expect(documentText("README.md")).toContain(`Node ${engines.node.replace(">=", "")} or newer`);
});

test("README counts the checks in its summary", () => {
  const [, passed, skipped] = /(\d+) checks passed, (\d+) skipped/.exec(documentText("README.md")) ?? [];
  expect(Number(passed) + Number(skipped)).toBe(checks.length);
});
