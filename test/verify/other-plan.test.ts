import type { V1ConfigMap } from "@kubernetes/client-node";
import { broken } from "../../src/diagnostics/outcome";
import { links } from "../../src/verify";
import { ofPlan } from "../../src/verify/other-plan";
import { exampleModel } from "../helpers/example";

const missing = broken({ found: "OutOfSpace is missing", expected: "every rule", causes: [] });

function configMap(digest: string): V1ConfigMap {
  return { metadata: { annotations: { "log-collection/digest": digest } } };
}

test("what is missing under this plan is a fault", () => {
  expect(ofPlan(missing, "one", configMap("one"))).toBe(missing);
});

test.each([
  ["another plan", configMap("two")],
  ["a plan that names itself nowhere", { metadata: {} }],
  ["no plan", null],
])("what is missing under %s isn't deployed yet", (_, seen) => {
  expect(ofPlan(missing, "one", seen)).toMatchObject({
    status: "not-deployed",
    found: "OutOfSpace is missing, where another plan is deployed, or none",
  });
});

test.each(["inotify", "labels", "rules"])("%s, which compares with the settings, may ask which plan it is", (id) => {
  const model = exampleModel({ grafana: { namespace: "grafana" } });
  const access = links.find((link) => link.id === id)?.access(model, true);
  for (const namespace of ["monitoring", "grafana"])
    expect(access).toContainEqual(expect.objectContaining({ resource: "configmaps", namespace }));
});
