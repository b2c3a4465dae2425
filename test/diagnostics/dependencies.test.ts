import { withDependencies } from "../../src/diagnostics/runner";
import { sampleDiagnostic } from "./samples";

const apiServer = sampleDiagnostic("api-server");
const nodes = sampleDiagnostic("nodes", { after: [apiServer] });
const loki = sampleDiagnostic("loki", { after: [apiServer] });
const line = sampleDiagnostic("line", { after: [nodes, loki] });
const alert = sampleDiagnostic("alert", { after: [line] });

function ids(...only: readonly string[]) {
  return withDependencies([apiServer, nodes, loki, line, alert], only).map(({ id }) => id);
}

test("selects a diagnostic with all that it depends on, and nothing else", () => {
  expect(ids("loki")).toEqual(["api-server", "loki"]);
  expect(ids("line")).toEqual(["api-server", "nodes", "loki", "line"]);
});

test("keeps the order of the list", () => {
  expect(ids("loki", "nodes")).toEqual(["api-server", "nodes", "loki"]);
});
