import type { V1ConfigMap } from "@kubernetes/client-node";
import { fail } from "../../src/diagnostics/outcome";
import { DIGEST_ANNOTATION } from "../../src/stack/digest";
import { diagnostics } from "../../src/verify";
import { changedAt, outcomeForVersion } from "../../src/verify/deployed";
import { exampleModel } from "../helpers/example";

const missing = fail({ got: "OutOfSpace is missing", expected: "every rule", causes: [] });

function configMap(digest: string): V1ConfigMap {
  return { metadata: { annotations: { [DIGEST_ANNOTATION]: digest } } };
}

test("fails for a difference from the deployed version", () => {
  expect(outcomeForVersion(missing, "one", configMap("one"))).toBe(missing);
});

test.each([
  ["another version", configMap("two")],
  ["a version without a digest", { metadata: {} }],
  ["no version", null],
])("reports a difference from %s as not deployed", (_, found) => {
  expect(outcomeForVersion(missing, "one", found)).toMatchObject({
    status: "not-deployed",
    got: "OutOfSpace is missing; the cluster runs another version of the stack, or none",
  });
});

test.each(["inotify", "labels", "rules"])("%s, which compares with the settings, may read the digest", (id) => {
  const model = exampleModel({ grafana: { namespace: "grafana" } });
  const permissions = diagnostics.find((diagnostic) => diagnostic.id === id)?.permissions(model, true);
  for (const namespace of ["monitoring", "grafana"])
    expect(permissions).toContainEqual(expect.objectContaining({ resource: "configmaps", namespace }));
});

describe("the last change of a ConfigMap", () => {
  const [created, edited] = [new Date("2026-01-01T00:00:00Z"), new Date("2026-01-02T00:00:00Z")];

  test("is the latest change of its managers", () => {
    const managedFields = [{ time: edited }, { time: created }, { manager: "kubectl" }];
    expect(changedAt({ metadata: { creationTimestamp: created, managedFields } })).toBe(edited);
  });

  test("is the time of its creation without managers, or else unknown", () => {
    expect(changedAt({ metadata: { creationTimestamp: created } })).toBe(created);
    expect(changedAt({})).toBeNull();
  });
});
