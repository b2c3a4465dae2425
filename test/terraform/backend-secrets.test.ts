import { SettingsReader } from "../../src/settings/settings-reader";
import { Backend } from "../../src/terraform/backend";
import { VARIABLES } from "../../src/terraform/backend-secrets";
import { resolveTerraform, type TerraformModel, type TerraformSettings } from "../../src/terraform/model";
import { ROOT } from "../helpers/example";
import { settingsError } from "../helpers/settings-error";
import { unchecked } from "../helpers/unchecked";

const SECRET = "hunter2";

function resolved(backend: Backend): TerraformModel {
  return SettingsReader.read<TerraformSettings, TerraformModel>({ backend }, "terraform", (reader) =>
    resolveTerraform(reader, ROOT),
  );
}

const s3 = { bucket: "state", key: "logs", region: "eu-central-1" };
const azurerm = { storageAccountName: "logs", containerName: "state", key: "logs" };
const http = { address: "https://state.example.com" };

/** Each backend without a secret, and with further keys as a bundler passes them: without type checks. */
const BACKENDS = {
  s3: (more: object) => Backend.s3(unchecked(s3, more)),
  gcs: (more: object) => Backend.gcs(unchecked({ bucket: "state" }, more)),
  azurerm: (more: object) => Backend.azurerm(unchecked(azurerm, more)),
  http: (more: object) => Backend.http(unchecked(http, more)),
  pg: (more: object) => Backend.pg(unchecked({ connStr: "postgres://db.example.com/state" }, more)),
} as const;

const VARIABLE_CASES = Object.entries(VARIABLES).flatMap(([type, variables]) =>
  Object.entries(variables).map(([key, variable]) => [type, key, variable] as const),
);

test.each(VARIABLE_CASES)("the %s backend takes no %s, but %s from the environment", (type, key, variable) => {
  const backend = Object.entries(BACKENDS).find(([name]) => name === type)?.[1];
  const error = settingsError(() => resolved(backend?.({ [key]: SECRET }) ?? Backend.local()));
  expect(error).toMatchObject({
    setting: `terraform.backend.${key}`,
    got: "a secret",
    remedy: `leave it out, and set ${variable} where Terraform runs`,
  });
  expect(JSON.stringify(error)).not.toContain(SECRET);
});

test.each<[string, Backend, string, RegExp]>([
  [
    "the content of a key file",
    BACKENDS.gcs({ credentials: `{"private_key": "${SECRET}"}` }),
    "credentials",
    /GOOGLE_APPLICATION_CREDENTIALS/,
  ],
  [
    "a web identity token",
    BACKENDS.s3({ assumeRoleWithWebIdentity: { roleArn: "arn", webIdentityToken: SECRET } }),
    "assumeRoleWithWebIdentity.webIdentityToken",
    /webIdentityTokenFile/,
  ],
  ["a password in a URL", BACKENDS.pg({ connStr: `postgres://u:${SECRET}@db/state` }), "connStr", /set PGPASSWORD/],
  ["a password parameter", BACKENDS.pg({ connStr: `postgres://db/s?password=${SECRET}` }), "connStr", /set PGPASSWORD/],
  ["a password among keys", BACKENDS.pg({ connStr: `host=db password=${SECRET}` }), "connStr", /set PGPASSWORD/],
  [
    "a password in an address",
    BACKENDS.http({ lockAddress: `https://u:${SECRET}@state.example.com/lock` }),
    "lockAddress",
    /^write "https:\/\/state\.example\.com\/lock", and set .* TF_HTTP_USERNAME and TF_HTTP_PASSWORD/,
  ],
  [
    "a token in an address",
    BACKENDS.http({ address: `https://${SECRET}@state.example.com` }),
    "address",
    /^write "https/,
  ],
  [
    "a password of a proxy",
    BACKENDS.s3({ httpsProxy: `http://u:${SECRET}@proxy.example.com:3128` }),
    "httpsProxy",
    /HTTPS_PROXY for a proxy$/,
  ],
  [
    "a password in a nested address",
    BACKENDS.s3({ endpoints: { s3: `https://u:${SECRET}@s3` } }),
    "endpoints.s3",
    /^write/,
  ],
])("refuses %s, and doesn't print it", (_, backend, key, remedy) => {
  const error = settingsError(() => resolved(backend));
  expect(error).toMatchObject({ setting: `terraform.backend.${key}`, remedy: expect.stringMatching(remedy) });
  expect(JSON.stringify(error)).not.toContain(SECRET);
});

test.each([
  BACKENDS.gcs({ credentials: "keys/state.json" }),
  BACKENDS.s3({ profile: "state", roleArn: "arn:aws:iam::1:role/state", httpsProxy: "http://proxy.example.com:3128" }),
  BACKENDS.s3({ assumeRoleWithWebIdentity: { roleArn: "arn", webIdentityTokenFile: "/var/run/token" }, accessKey: "" }),
  BACKENDS.azurerm({ clientId: "id", tenantId: "id", oidcTokenFilePath: "/var/run/token", useOidc: true }),
  BACKENDS.http({ username: "ci", lockAddress: "https://state.example.com/lock?owner=a@b" }),
  BACKENDS.pg({ connStr: "postgres://logs@db.example.com:5432/state?sslmode=verify-full" }),
  BACKENDS.pg({ connStr: "host=db user=logs" }),
  Backend.kubernetes({ secretSuffix: "logs", configPath: "~/.kube/config" }),
])("accepts the $choice.type backend without a secret", (backend) => {
  expect(resolved(backend).backend).toBe(backend.choice);
});

test("the types have no secrets", () => {
  // @ts-expect-error the key is a secret
  expect(Backend.s3({ ...s3, secretKey: "" }).choice.type).toBe("s3");
  // @ts-expect-error the key is a secret
  expect(Backend.http({ ...http, password: "" }).choice.type).toBe("http");
});
