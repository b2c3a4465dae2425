import { Backend } from "../../src/terraform/backend";
import type { TerraformModel } from "../../src/terraform/model";
import { addTerraform } from "../../src/terraform/providers";
import versions from "../../src/terraform/versions.json";
import { synthesizedWith } from "./bare-stack";

const byEnvironment: TerraformModel = {
  backend: Backend.local().choice,
  kubeconfig: null,
  context: null,
  lookUps: true,
};

function synthesized(model: Partial<TerraformModel>) {
  return synthesizedWith((stack) => addTerraform(stack, { ...byEnvironment, ...model }));
}

test("pins the providers, and sets the backend and the required version of Terraform", () => {
  expect(synthesized({ backend: Backend.gcs({ bucket: "state" }).choice }).terraform).toEqual({
    backend: { gcs: { bucket: "state" } },
    required_version: ">= 1.5.0",
    required_providers: {
      kubernetes: { source: "kubernetes", version: versions.providers.kubernetes },
      helm: { source: "helm", version: versions.providers.helm },
    },
  });
});

test.each([
  ["from the environment", {}, {}],
  [
    "from the settings",
    { kubeconfig: "~/.kube/config", context: "lab" },
    { config_path: "~/.kube/config", config_context: "lab" },
  ],
  ["with a context that contains template syntax", { context: "${lab" }, { config_context: "$${lab" }],
])("configures both providers the same way: %s", (_, model, cluster) => {
  expect(synthesized(model).provider).toEqual({ kubernetes: [cluster], helm: [{ kubernetes: cluster }] });
});
