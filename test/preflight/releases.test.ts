import type { V1ObjectMeta } from "@kubernetes/client-node";
import { judgeReleases } from "../../src/preflight/releases/judgement";
import { stack } from "../checks/stacks";
import { fault } from "./objects";

const now = new Date("2026-01-01T12:00:00Z");
const HOURS_AGO = new Date("2026-01-01T09:00:00Z");
const TERRAFORM = "terraform-provider-helm_v3.1.1_x5";

interface Secret {
  readonly version?: number;
  readonly manager?: string;
  readonly since?: Date;
  /** What Helm writes when it changes a revision, in seconds since 1970. */
  readonly modifiedAt?: string;
}

/** The secret of a revision, without what it holds. */
function secret(name: string, status: string, props: Secret = {}) {
  const { version = 1, manager = TERRAFORM, since = HOURS_AGO, modifiedAt } = props;
  const metadata: V1ObjectMeta = {
    labels: { owner: "helm", name, status, version: `${version}`, ...(modifiedAt !== undefined && { modifiedAt }) },
    managedFields: [{ manager }],
    creationTimestamp: since,
  };
  return { metadata };
}

function judge(secrets: readonly { readonly metadata: V1ObjectMeta }[], deployed = true) {
  return judgeReleases(secrets, { deployment: stack(), deployed, now });
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
  ["pending-upgrade", "helm rollback <release> <revision> -n <namespace>"],
  ["pending-rollback", "helm rollback <release> <revision> -n <namespace>"],
])("a release that is %s for hours is stuck", (status, next) => {
  const seen = fault(judge([secret("loki", "deployed"), secret("loki", status, { version: 2 })]));
  expect(seen).toMatchObject({ status: "broken", found: `"loki" is ${status}`, next });
  expect(seen.names).toMatchObject({ namespace: "monitoring", release: "loki" });
});

describe("the revision to go back to", () => {
  function revisionAfter(...statuses: readonly string[]): string | undefined {
    const history = [...statuses, "pending-upgrade"].map((status, index) =>
      secret("loki", status, { version: index + 1 }),
    );
    return fault(judge(history)).names["revision"];
  }

  test("is the one before, where that worked", () => {
    expect(revisionAfter("superseded", "deployed")).toBe("2");
  });

  test("is an older one where the one before failed", () => {
    expect(revisionAfter("superseded", "deployed", "failed")).toBe("2");
  });

  test("is the one that is still deployed after a failed rollback has hidden a failed upgrade", () => {
    expect(revisionAfter("deployed", "superseded", "failed")).toBe("1");
  });

  test("is the newest that once worked, where none is deployed", () => {
    expect(revisionAfter("superseded", "superseded", "failed")).toBe("2");
  });

  test("is none where nothing worked, and then the release has to go", () => {
    const history = [secret("loki", "failed"), secret("loki", "pending-upgrade", { version: 2 })];
    const seen = fault(judge(history));
    expect(seen.next).toBe("helm uninstall <release> -n <namespace>, which leaves Loki's claim and volume");
    expect(seen.names).toEqual({ namespace: "monitoring", release: "loki" });
  });
});

test("an uninstallation that ended in the middle is begun again", () => {
  const seen = fault(judge([secret("loki", "uninstalling")]));
  expect(seen).toMatchObject({ status: "broken", found: '"loki" is uninstalling' });
  expect(seen.cause).toContain("An uninstallation was ended");
  expect(seen.next).toMatch(/^helm uninstall <release> -n <namespace>, which goes on/);
});

test("one that began a moment ago still runs, however old the release is", () => {
  const aMinuteAgo = `${now.getTime() / 1_000 - 60}`;
  expect(fault(judge([secret("loki", "uninstalling", { modifiedAt: aMinuteAgo })])).cause).toContain(
    "at it this moment",
  );
});

test("one that began a moment ago is likelier somebody's apply", () => {
  const seen = fault(judge([secret("loki", "pending-install", { since: new Date("2026-01-01T11:59:00Z") })]));
  expect(seen.cause).toContain("Another apply");
});

test("the tenth revision is newer than the ninth", () => {
  const history = [secret("loki", "pending-upgrade", { version: 9 }), secret("loki", "deployed", { version: 10 })];
  expect(judge(history)).toMatchObject({ status: "holds" });
});

test("a name whose only installation failed is taken", () => {
  const seen = fault(judge([secret("alloy", "failed")]));
  expect(seen).toMatchObject({ status: "broken", found: '"alloy" is failed' });
  expect(seen.cause).toContain("The first installation failed");
});

test("so is one whose release was uninstalled with its history kept", () => {
  const history = [secret("alloy", "superseded"), secret("alloy", "uninstalled", { version: 2 })];
  const seen = fault(judge(history));
  expect(seen).toMatchObject({ status: "broken", found: '"alloy" is uninstalled' });
  expect(seen.cause).toContain("kept its history");
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

test.each(["pending-install", "pending-upgrade", "uninstalling", "failed"])(
  "of a release that a tool other than Terraform has left %s, nothing is ended or taken back",
  (status) => {
    const manager = "helm-controller";
    const history = [secret("loki", "deployed", { manager }), secret("loki", status, { version: 2, manager })];
    const seen = fault(judge(history));
    expect(seen).toMatchObject({ status: "broken", next: "helm get metadata <release> -n <namespace>" });
    expect(seen.found).toBe(`"loki" is ${status}, and not by Terraform`);
  },
);

test("one that a person has rolled back is still the plan's", () => {
  const history = [secret("loki", "superseded"), secret("loki", "deployed", { version: 2, manager: "helm" })];
  expect(judge(history)).toMatchObject({ status: "holds" });
});

test("one of Terraform's without the plan's ConfigMaps may be another plan's", () => {
  expect(fault(judge([secret("loki", "deployed")], false))).toMatchObject({ status: "doubtful" });
});

test("of one that hangs, and may be another plan's, the state is asked first", () => {
  const seen = fault(judge([secret("loki", "pending-install")], false));
  expect([seen.status, seen.next]).toEqual([
    "broken",
    "terraform -chdir=cdktf.out/stacks/log-collection state list helm_release.<release>",
  ]);
});

test("what an apply fails at is told before what is doubtful", () => {
  const both = [secret("loki", "deployed"), secret("alloy", "pending-install")];
  expect(fault(judge(both, false)).found).toBe('"alloy" is pending-install');
});
