import type { V1ObjectMeta } from "@kubernetes/client-node";
import { judgeReleases } from "../../src/preflight/releases/judgement";
import { deployment } from "../checks/deployments";
import { fault } from "./objects";

const now = new Date("2026-01-01T12:00:00Z");
const HOURS_AGO = new Date("2026-01-01T09:00:00Z");
const TERRAFORM = "terraform-provider-helm_v3.1.1_x5";

interface Secret {
  readonly version?: number;
  readonly manager?: string;
  readonly since?: Date;
}

/** The secret of a revision, without what it holds. */
function secret(name: string, status: string, { version = 1, manager = TERRAFORM, since = HOURS_AGO }: Secret = {}) {
  const metadata: V1ObjectMeta = {
    labels: { owner: "helm", name, status, version: `${version}` },
    managedFields: [{ manager }],
    creationTimestamp: since,
  };
  return { metadata };
}

function judge(secrets: readonly { readonly metadata: V1ObjectMeta }[], deployed = true) {
  return judgeReleases(secrets, { deployment: deployment(), deployed, now });
}

test("no release is there before the first apply", () => {
  expect(judge([], false)).toMatchObject({ status: "holds", figure: "no release yet" });
});

test("the plan's own releases are upgraded", () => {
  const all = ["loki", "alloy", "alloy-events"].map((name) => secret(name, "deployed"));
  expect(judge([...all, secret("prometheus", "pending-upgrade")])).toMatchObject({ figure: "3 of 3 are deployed" });
});

test.each([
  ["pending-install", "helm uninstall <release> -n <namespace>, which leaves Loki's claim and volume"],
  ["uninstalling", "helm uninstall <release> -n <namespace>, which leaves Loki's claim and volume"],
  ["pending-upgrade", "helm rollback <release> -n <namespace>"],
  ["pending-rollback", "helm rollback <release> -n <namespace>"],
])("a release that is %s for hours is stuck", (status, next) => {
  const seen = fault(judge([secret("loki", "deployed"), secret("loki", status, { version: 2 })]));
  expect(seen).toMatchObject({ status: "broken", found: `"loki" is ${status}`, next });
  expect(seen.names).toEqual({ namespace: "monitoring", release: "loki" });
});

test("one that began a moment ago is likelier somebody's apply", () => {
  const seen = fault(judge([secret("loki", "pending-install", { since: new Date("2026-01-01T11:59:00Z") })]));
  expect(seen.cause).toContain("Another apply");
});

test("the tenth revision is newer than the ninth", () => {
  const history = [secret("loki", "pending-upgrade", { version: 9 }), secret("loki", "deployed", { version: 10 })];
  expect(judge(history)).toMatchObject({ status: "holds" });
});

test.each(["failed", "uninstalled"])("a name whose only installation is %s is taken", (status) => {
  expect(fault(judge([secret("alloy", status)]))).toMatchObject({ status: "broken", found: `"alloy" is ${status}` });
});

test("a failed upgrade is repeated", () => {
  const history = [secret("loki", "deployed"), secret("loki", "failed", { version: 2 })];
  expect(fault(judge(history))).toMatchObject({ status: "doubtful", found: '"loki" is failed' });
});

test("a release that a person has installed is in the way, whatever else is deployed", () => {
  expect(fault(judge([secret("loki", "deployed", { manager: "helm" })]))).toMatchObject({
    status: "broken",
    found: '"loki" is deployed, and not by Terraform',
  });
});

test("one that a person has rolled back is still the plan's", () => {
  const history = [secret("loki", "superseded"), secret("loki", "deployed", { version: 2, manager: "helm" })];
  expect(judge(history)).toMatchObject({ status: "holds" });
});

test("one of Terraform's without the plan's ConfigMaps may be another plan's", () => {
  expect(fault(judge([secret("loki", "deployed")], false))).toMatchObject({ status: "doubtful" });
});

test("what an apply fails at is told before what is doubtful", () => {
  const both = [secret("loki", "deployed"), secret("alloy", "pending-install")];
  expect(fault(judge(both, false)).found).toBe('"alloy" is pending-install');
});
