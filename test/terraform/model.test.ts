import { SettingsReader } from "../../src/settings/settings-reader";
import { Backend } from "../../src/terraform/backend";
import type { TerraformSettings } from "../../src/terraform/model";
import { resolveTerraform, type TerraformModel } from "../../src/terraform/model";
import { ROOT } from "../helpers/example";
import { settingsError, wrongType } from "../helpers/settings-error";
import { unchecked } from "../helpers/unchecked";

const resolved = (written: unknown) =>
  SettingsReader.read<TerraformSettings, TerraformModel>(written, "terraform", (reader) =>
    resolveTerraform(reader, ROOT),
  );

test("defaults to a local state and the cluster of the environment", () => {
  const { backend, ...rest } = resolved(undefined);
  expect(backend.type).toBe("local");
  expect(rest).toEqual({ kubeconfig: null, context: null, lookUps: true });
});

test("passes the kubeconfig to Terraform by its path from the stack's folder", () => {
  expect(resolved({ kubeconfig: "../terraform/kubeconfig.yaml", context: "staging" })).toMatchObject({
    kubeconfig: "../../../../terraform/kubeconfig.yaml",
    context: "staging",
  });
});

test("refuses a kubeconfig that does not exist, and a context that it does not contain", () => {
  expect(settingsError(() => resolved({ kubeconfig: "kube/config", context: "prod" }))).toMatchObject({
    setting: "terraform.kubeconfig",
    got: '"kube/config", which does not exist',
  });
  expect(
    settingsError(() => resolved({ kubeconfig: "../terraform/kubeconfig.yaml", context: "stagin" })),
  ).toMatchObject({
    setting: "terraform.context",
    remedy: 'did you mean "staging"?',
  });
});

test.each(["/etc/kubernetes/admin.conf", "~/my config"])("rejects the kubeconfig %s", (kubeconfig) => {
  expect(settingsError(() => resolved({ kubeconfig }))).toMatchObject({
    setting: "terraform.kubeconfig",
    got: `"${kubeconfig}"`,
    expected: 'a path relative to the project\'s folder, or one that starts with "~/"',
    remedy: "leave it out and set KUBE_CONFIG_PATH",
  });
});

test("reads whether look-ups are on", () => {
  expect(resolved({ lookUps: false }).lookUps).toBe(false);
  expect(settingsError(() => resolved({ lookUps: "off" }))).toMatchObject(
    wrongType("true or false", "terraform.lookUps", '"off"', "terraform: { lookUps: false }"),
  );
});

test("rejects a value that is not a backend", () => {
  expect(settingsError(() => resolved({ backend: { type: "s3", bucket: "state" } }))).toMatchObject({
    setting: "terraform.backend",
    got: "a value of another type",
    expected: "a backend, such as Backend.s3({ bucket, key, region })",
    remedy: "write Backend.local(…), s3, gcs, azurerm, http, pg or kubernetes, or leave it out for a local file",
  });
});

const s3 = { bucket: "state", key: "log-collection", region: "eu-central-1" };
const azurerm = {
  resourceGroupName: "logs",
  storageAccountName: "logs",
  containerName: "state",
  key: "log-collection",
};

test.each([
  Backend.local("state/terraform.tfstate"),
  Backend.s3(s3),
  Backend.gcs({ bucket: "state" }),
  Backend.azurerm(azurerm),
  Backend.http({ address: "https://state.example.com" }),
  Backend.pg({ connStr: "postgres://db.example.com/state" }),
  Backend.kubernetes({ secretSuffix: "log-collection" }),
])("accepts the $choice.type backend with its required settings", (backend) => {
  expect(resolved({ backend }).backend).toBe(backend.choice);
});

test.each([
  ["path", Backend.local("")],
  ["bucket", Backend.s3(unchecked(s3, { bucket: undefined }))],
  ["key", Backend.s3({ ...s3, key: "" })],
  ["bucket", Backend.gcs({ bucket: "" })],
  ["storageAccountName", Backend.azurerm({ ...azurerm, storageAccountName: "" })],
  ["containerName", Backend.azurerm({ ...azurerm, containerName: "" })],
  ["key", Backend.azurerm({ ...azurerm, key: "" })],
  ["address", Backend.http({ address: "" })],
  ["connStr", Backend.pg({ connStr: "" })],
  ["secretSuffix", Backend.kubernetes({ secretSuffix: "" })],
])("rejects a backend without its %s", (key, backend) => {
  expect(settingsError(() => resolved({ backend }))).toMatchObject({
    setting: `terraform.backend.${key}`,
    got: "nothing",
    expected: `a string, which the ${backend.choice.type} backend requires`,
    remedy: `add it to Backend.${backend.choice.type}({ ... })`,
  });
});

test("rejects a backend's key of another type", () => {
  expect(settingsError(() => resolved({ backend: Backend.azurerm(unchecked(azurerm, { key: 7 })) }))).toMatchObject({
    setting: "terraform.backend.key",
    got: "7",
  });
});
