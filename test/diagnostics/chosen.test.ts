import { chosen } from "../../src/diagnostics/chosen";
import { UsageError } from "../../src/settings/settings-error";
import { sampleLink } from "./samples";

const LINKS = [
  sampleLink("api-server"),
  sampleLink("nodes", { after: ["api-server"] }),
  sampleLink("loki", { after: ["api-server"] }),
  sampleLink("line", { after: ["nodes", "loki"] }),
  sampleLink("alert", { after: ["line"] }),
];

function ids(...only: readonly string[]) {
  return chosen(LINKS, only).map(({ id }) => id);
}

test("without a name all links are looked at", () => {
  expect(ids()).toEqual(["api-server", "nodes", "loki", "line", "alert"]);
});

test("a link comes with all that it depends on, and nothing else", () => {
  expect(ids("loki")).toEqual(["api-server", "loki"]);
  expect(ids("line")).toEqual(["api-server", "nodes", "loki", "line"]);
});

test("links come in the order of the path, however they are named", () => {
  expect(ids("loki", "nodes")).toEqual(["api-server", "nodes", "loki"]);
});

test("a link that doesn't exist is refused with those that do", () => {
  expect(() => ids("nodes", "lok")).toThrow(
    new UsageError('--only takes api-server, nodes, loki, line, alert, not "lok"'),
  );
});
