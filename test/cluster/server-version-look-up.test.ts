import { synthesized } from "../helpers/synthesized";

test("looks up the cluster's version before installing Loki, and fails Terraform's plan if it is too old", () => {
  const { data, resource } = synthesized({});
  const [notOlder] = data.kubernetes_server_version["server-version"].lifecycle.postcondition;
  expect(notOlder.condition).toContain('tonumber(regex("^[0-9]+", self.minor)) >= 25');
  expect(notOlder.error_message).toContain("older than Kubernetes 1.25");
  expect(resource.helm_release.loki.depends_on).toContain("data.kubernetes_server_version.server-version");
});

test("doesn't look up the version if look-ups are off", () => {
  expect(synthesized({ terraform: { lookUps: false } }).data?.kubernetes_server_version).toBeUndefined();
});
