import type { V1ObjectMeta } from "@kubernetes/client-node";
import { releases } from "../../src/preflight/releases";
import { stack } from "../checks/stacks";
import { fault } from "./objects";

const now = new Date("2026-01-01T12:00:00Z");
const HOURS_AGO = new Date("2026-01-01T09:00:00Z");
const TERRAFORM = "terraform-provider-helm_v3.1.1_x5";

interface Secret {
  readonly version?: number;
  readonly manager?: string;
  readonly since?: Date;
  /** Helm's time of the last change, in seconds since 1970. */
  readonly modifiedAt?: string;
}

/** The secret of a revision, without its data. */
function secret(name: string, status: string, props: Secret = {}) {
  const { version = 1, manager = TERRAFORM, since = HOURS_AGO, modifiedAt } = props;
  const metadata: V1ObjectMeta = {
    labels: { owner: "helm", name, status, version: `${version}`, ...(modifiedAt !== undefined && { modifiedAt }) },
    managedFields: [{ manager }],
    creationTimestamp: since,
  };
  return { metadata };
}

function analyze(secrets: readonly { readonly metadata: V1ObjectMeta }[], deployed = true) {
  return releases.analyze({ secrets, stack: stack(), deployed, now });
}

test("passes before the first apply", () => {
  expect(analyze([], false)).toMatchObject({ status: "pass", detail: "no release yet" });
});

test("passes for the stack's own releases", () => {
  const all = ["loki", "alloy", "alloy-events"].map((name) => secret(name, "deployed"));
  expect(analyze([...all, secret("prometheus", "pending-upgrade")])).toMatchObject({ detail: "3 of 3 are deployed" });
});

test.each([
  ["pending-install", "helm uninstall loki --namespace monitoring"],
  ["pending-upgrade", "helm rollback loki 1 --namespace monitoring"],
  ["pending-rollback", "helm rollback loki 1 --namespace monitoring"],
])("fails for a release that is %s for hours", (status, next) => {
  const seen = fault(analyze([secret("loki", "deployed"), secret("loki", status, { version: 2 })]));
  expect(seen).toMatchObject({ status: "fail", got: `"loki" is ${status}`, next });
});

describe("the revision to roll back to", () => {
  function revisionAfter(...statuses: readonly string[]): string | undefined {
    const history = [...statuses, "pending-upgrade"].map((status, index) =>
      secret("loki", status, { version: index + 1 }),
    );
    return /^helm rollback loki (\d+) /.exec(fault(analyze(history)).next)?.[1];
  }

  test("is the previous revision if it was deployed", () => {
    expect(revisionAfter("superseded", "deployed")).toBe("2");
  });

  test("is the last deployed revision if the previous one failed", () => {
    expect(revisionAfter("superseded", "deployed", "failed")).toBe("2");
  });

  test("is the revision that is still deployed after a failed upgrade and a failed rollback", () => {
    expect(revisionAfter("deployed", "superseded", "failed")).toBe("1");
  });

  test("is the newest superseded revision if none is deployed", () => {
    expect(revisionAfter("superseded", "superseded", "failed")).toBe("2");
  });

  test("is missing if every revision failed, and the next step is to uninstall", () => {
    const history = [secret("loki", "failed"), secret("loki", "pending-upgrade", { version: 2 })];
    const seen = fault(analyze(history));
    expect(seen.next).toBe("helm uninstall loki --namespace monitoring");
  });
});

test("continues an interrupted uninstall", () => {
  const seen = fault(analyze([secret("loki", "uninstalling")]));
  expect(seen).toMatchObject({ status: "fail", got: '"loki" is uninstalling' });
  expect(seen.cause).toContain("An uninstall was interrupted");
  expect(seen.next).toBe("helm uninstall loki --namespace monitoring");
});

test("assumes that an operation of a moment ago still runs, however old the release is", () => {
  const aMinuteAgo = `${now.getTime() / 1_000 - 60}`;
  expect(fault(analyze([secret("loki", "uninstalling", { modifiedAt: aMinuteAgo })])).cause).toContain(
    "is in progress",
  );
});

test("assumes another apply for an installation of a moment ago", () => {
  const seen = fault(analyze([secret("loki", "pending-install", { since: new Date("2026-01-01T11:59:00Z") })]));
  expect(seen.cause).toContain("Another apply");
});

test("sorts the tenth revision after the ninth", () => {
  const history = [secret("loki", "pending-upgrade", { version: 9 }), secret("loki", "deployed", { version: 10 })];
  expect(analyze(history)).toMatchObject({ status: "pass" });
});

test("fails for a name whose only installation failed", () => {
  const seen = fault(analyze([secret("alloy", "failed")]));
  expect(seen).toMatchObject({ status: "fail", got: '"alloy" is failed' });
  expect(seen.cause).toContain("The first installation failed");
});

test("fails for a release that was uninstalled with its history kept", () => {
  const history = [secret("alloy", "superseded"), secret("alloy", "uninstalled", { version: 2 })];
  const seen = fault(analyze(history));
  expect(seen).toMatchObject({ status: "fail", got: '"alloy" is uninstalled' });
  expect(seen.cause).toContain("its history kept");
});

test("warns about a failed upgrade", () => {
  const history = [secret("loki", "deployed"), secret("loki", "failed", { version: 2 })];
  expect(fault(analyze(history))).toMatchObject({ status: "warn", got: '"loki" is failed' });
});

test("fails for a release of another owner", () => {
  expect(fault(analyze([secret("loki", "deployed", { manager: "helm" })]))).toMatchObject({
    status: "fail",
    got: '"loki" is deployed, and not by Terraform',
  });
});

test.each(["pending-install", "pending-upgrade", "uninstalling", "failed"])(
  "gives no advice that would end another owner's %s release",
  (status) => {
    const manager = "helm-controller";
    const history = [secret("loki", "deployed", { manager }), secret("loki", status, { version: 2, manager })];
    const seen = fault(analyze(history));
    expect(seen).toMatchObject({ status: "fail", next: "helm get metadata loki --namespace monitoring" });
    expect(seen.got).toBe(`"loki" is ${status}, and not by Terraform`);
  },
);

test("passes for the stack's release after a manual rollback", () => {
  const history = [secret("loki", "superseded"), secret("loki", "deployed", { version: 2, manager: "helm" })];
  expect(analyze(history)).toMatchObject({ status: "pass" });
});

test("warns about a release of Terraform without the stack's ConfigMaps", () => {
  expect(fault(analyze([secret("loki", "deployed")], false))).toMatchObject({ status: "warn" });
});

test("reads the state first for a stuck release of another state", () => {
  const seen = fault(analyze([secret("loki", "pending-install")], false));
  expect([seen.status, seen.next]).toEqual(["fail", "node dist/terraform.js state list helm_release.loki"]);
});

test("reports a failure before a warning", () => {
  const both = [secret("loki", "deployed"), secret("alloy", "pending-install")];
  expect(fault(analyze(both, false)).got).toBe('"alloy" is pending-install');
});
