import type { RequestOptions } from "node:https";
import { CredentialPlugin, credentialsOf } from "../../src/kube/credentials";
import { Json } from "../../src/kube/json";
import { Duration } from "../../src/units";

afterEach(() => jest.useRealTimers());

const getCurrentCluster = () => null;

test("shares one lookup of the credentials between concurrent requests, however long it takes", async () => {
  jest.useFakeTimers({ now: 0, doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
  let times = 0;
  const applyToHTTPSOptions = async () => {
    times += 1;
    jest.setSystemTime(60_000);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const credentials = credentialsOf({ getCurrentCluster, applyToHTTPSOptions });
  await Promise.all([credentials(), credentials()]);
  expect(times).toBe(1);
  jest.setSystemTime(90_000);
  await credentials();
  expect(times).toBe(2);
});

test("reports invalid credentials in the kubeconfig as a CredentialsError", async () => {
  const applyToHTTPSOptions = () => Promise.reject(new Error(" not logged in\n"));
  const failure = { name: "CredentialsError", message: "not logged in" };
  await expect(credentialsOf({ getCurrentCluster, applyToHTTPSOptions })()).rejects.toMatchObject(failure);
});

const TOKEN = '{"status":{"token":"\'$TOKEN\'","expirationTimestamp":"\'$UNTIL\'"}}';

interface PluginProps {
  /** A shell script. */
  readonly script?: string;
  readonly until?: string;
  readonly timeout?: Duration;
}

function plugin(props: PluginProps = {}): CredentialPlugin {
  const { script = `echo '${TOKEN}'`, until = "", timeout = Duration.minutes(1) } = props;
  const env = [
    { name: "TOKEN", value: "secret" },
    { name: "UNTIL", value: until },
  ];
  const apiVersion = "client.authentication.k8s.io/v1";
  const exec = { apiVersion, command: "sh", args: ["-c", script], env };
  return new CredentialPlugin(Json.parse(JSON.stringify(exec)), timeout);
}

async function applied(to: CredentialPlugin): Promise<RequestOptions> {
  const options: RequestOptions = { headers: { Accept: "a" } };
  await to.applyAuthentication(null, options);
  return options;
}

test("runs the plugin with its arguments and variables, and sends its token", async () => {
  expect(await applied(plugin())).toEqual({ headers: { Accept: "a", Authorization: "Bearer secret" } });
});

test("sends a plugin's certificate", async () => {
  const script = `echo '{"status":{"clientCertificateData":"a certificate","clientKeyData":"a key"}}'`;
  expect(await applied(plugin({ script }))).toMatchObject({ cert: "a certificate", key: "a key" });
});

test("passes the API version to the plugin as kubectl does", async () => {
  const token = "$(echo $KUBERNETES_EXEC_INFO | tr -d '{}\"')";
  const { headers } = await applied(plugin({ script: `echo '{"status":{"token":"'${token}'"}}'` }));
  const execInfo = "apiVersion:client.authentication.k8s.io/v1,kind:ExecCredential,spec:interactive:false";
  expect(headers).toMatchObject({ Authorization: `Bearer ${execInfo}` });
});

test("reuses a credential until it expires", async () => {
  const script = `echo '{"status":{"token":"'$$'","expirationTimestamp":"'$UNTIL'"}}'`;
  const kept = plugin({ script, until: "2999-01-01T00:00:00Z" });
  expect(await applied(kept)).toEqual(await applied(kept));
  const expired = plugin({ script, until: "1999-01-01T00:00:00Z" });
  expect(await applied(expired)).not.toEqual(await applied(expired));
});

test("reports the error output of a failing plugin", async () => {
  const script = "echo 'The SSO session has expired' >&2; exit 1";
  await expect(applied(plugin({ script }))).rejects.toThrow(/^The SSO session has expired/);
  await expect(applied(plugin({ script: "exit 1" }))).rejects.toThrow("Command failed: sh");
  await expect(applied(plugin({ script: "echo no JSON" }))).rejects.toThrow("JSON");
});

test("reports Node's error for a missing plugin", async () => {
  const missing = new CredentialPlugin(Json.parse('{"command":"no-such-plugin"}'), Duration.minutes(1));
  await expect(applied(missing)).rejects.toThrow(/^spawn no-such-plugin ENOENT$/);
});

test.each([
  ["without waiting for its child processes", "sleep 20; echo"],
  ["even if it ignores SIGTERM", "trap '' TERM; sleep 20; echo"],
])("kills a plugin that hangs, %s", async (_, script) => {
  const timeout = Duration.milliseconds(200);
  const start = performance.now();
  await expect(applied(plugin({ script, timeout }))).rejects.toMatchObject({
    name: "CredentialsError",
    message: "no response from the plugin within 200ms: sh",
    pluginTimedOut: true,
  });
  expect(performance.now() - start).toBeLessThan(15_000);
});
