import type { Settings } from "../../src/settings/settings";
import { synthesized } from "../helpers/synthesized";

function render(settings: Partial<Settings>) {
  const stack = synthesized({ alertmanager: { service: "am", namespace: "alerts", port: 9094 }, ...settings });
  return { lookUp: stack.data?.kubernetes_service_v1?.alertmanager, loki: stack.resource.helm_release.loki };
}

describe("the look-up of Alertmanager", () => {
  const { lookUp, loki } = render({});
  const [exists, hasPort] = lookUp.lifecycle.postcondition;

  test("reads its Service before Loki is deployed", () => {
    expect(lookUp.metadata).toEqual({ name: "am", namespace: "alerts" });
    expect(loki.depends_on).toContain("data.kubernetes_service_v1.alertmanager");
  });

  test("fails the plan if the Service doesn't exist", () => {
    expect(exists.condition).toBe(`\${self.spec != null}`);
    expect(exists.error_message).toContain('namespace "alerts" has no Service "am"');
  });

  test("fails the plan if the Service has no such port", () => {
    expect(hasPort.condition).toBe(
      `\${self.spec == null || try(self.spec[0].type == "ExternalName" || contains(self.spec[0].port[*].port, 9094), false)}`,
    );
    expect(hasPort.error_message).toContain('the Service "am" in namespace "alerts" has no port 9094');
  });
});

test.each<[string, Partial<Settings>]>([
  ["there is no Alertmanager", { alertmanager: "none" }],
  ["look-ups are disabled", { terraform: { lookUps: false } }],
])("looks up no Alertmanager if %s", (_, settings) => {
  const { lookUp, loki } = render(settings);
  expect(lookUp).toBeUndefined();
  expect(loki.depends_on).not.toContainEqual(expect.stringContaining("alertmanager"));
});
