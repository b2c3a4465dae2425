import { addBackend } from "../../src/terraform/add-backend";
import { Backend } from "../../src/terraform/backend";
import { synthesizedWith } from "./bare-stack";

test.each([
  ["a local file", Backend.local(), { local: { path: "../../../terraform.log-collection.tfstate" } }],
  ["a local file in a folder", Backend.local("state/logs.tfstate"), { local: { path: "../../../state/logs.tfstate" } }],
  [
    "S3",
    Backend.s3({ bucket: "state", key: "logs", region: "eu-central-1" }),
    { s3: { bucket: "state", key: "logs", region: "eu-central-1" } },
  ],
  ["GCS", Backend.gcs({ bucket: "state", prefix: "logs" }), { gcs: { bucket: "state", prefix: "logs" } }],
  [
    "Azure",
    Backend.azurerm({ storageAccountName: "logs", containerName: "state", key: "logs" }),
    { azurerm: { storage_account_name: "logs", container_name: "state", key: "logs" } },
  ],
  [
    "HTTP",
    Backend.http({ address: "https://state.example.com", lockAddress: "https://state.example.com/lock" }),
    { http: { address: "https://state.example.com", lock_address: "https://state.example.com/lock" } },
  ],
  [
    "PostgreSQL",
    Backend.pg({ connStr: "postgres://db.example.com/state", schemaName: "logs" }),
    { pg: { conn_str: "postgres://db.example.com/state", schema_name: "logs" } },
  ],
  ["a Secret", Backend.kubernetes({ secretSuffix: "logs" }), { kubernetes: { secret_suffix: "logs" } }],
  [
    "a Secret of another cluster",
    Backend.kubernetes({
      secretSuffix: "logs",
      namespace: "state",
      configPath: "~/.kube/config",
      configContext: "lab",
    }),
    {
      kubernetes: {
        secret_suffix: "logs",
        namespace: "state",
        config_path: "~/.kube/config",
        config_context: "lab",
      },
    },
  ],
])("writes the configuration of %s in Terraform's notation, and nothing else", (_, backend, synthesized) => {
  expect(synthesizedWith((stack) => addBackend(stack, backend.choice)).terraform["backend"]).toEqual(synthesized);
});

test("is frozen", () => {
  expect(Object.isFrozen(Backend.local())).toBe(true);
});
