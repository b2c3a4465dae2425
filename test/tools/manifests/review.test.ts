import type { AcceptedFinding } from "../../../tools/manifests/accepted";
import { acceptedFindings } from "../../../tools/manifests/accepted";
import type { LintFinding } from "../../../tools/manifests/finding";
import { staleAcceptances, unexplained } from "../../../tools/manifests/review";

const ROOT: LintFinding = { linter: "checkov", check: "CKV_K8S_23", object: "DaemonSet/alloy", text: "root" };
const ACCEPTED: AcceptedFinding = {
  linter: "checkov",
  check: "CKV_K8S_23",
  objects: ["DaemonSet/alloy", "DaemonSet/gone"],
  reason: "root owns the files",
};

test("a finding of the same linter, check and object has a reason", () => {
  expect(unexplained([ROOT], [ACCEPTED])).toEqual([]);
});

test.each<Partial<LintFinding>>([{ linter: "kube-score" }, { check: "CKV_K8S_16" }, { object: "StatefulSet/loki" }])(
  "a finding with another %j has none",
  (other) => {
    const finding = { ...ROOT, ...other };
    expect(unexplained([finding], [ACCEPTED])).toEqual([finding]);
  },
);

describe("an acceptance without its finding", () => {
  const objects = new Set(["DaemonSet/alloy"]);

  test("is reported for the objects of the run", () => {
    expect(staleAcceptances([], [ACCEPTED], { ran: ["checkov"], objects })).toEqual([
      "checkov CKV_K8S_23 DaemonSet/alloy",
    ]);
    expect(staleAcceptances([ROOT], [ACCEPTED], { ran: ["checkov"], objects })).toEqual([]);
  });

  test("stays if the linter did not run", () => {
    expect(staleAcceptances([], [ACCEPTED], { ran: ["kube-score"], objects })).toEqual([]);
  });
});

test("every acceptance has a reason, and none appears twice", () => {
  const keys = acceptedFindings.flatMap(({ linter, check, objects, reason }) => {
    expect(reason).toMatch(/^[A-Z0-9].{20,}\.$/);
    return objects.map((object) => `${linter} ${check} ${object}`);
  });
  expect(keys).toHaveLength(new Set(keys).size);
});
