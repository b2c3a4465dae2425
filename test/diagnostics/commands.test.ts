import { aimCommands, type CommandLineOptions, commandsFor } from "../../src/diagnostics/commands";

const terraform = { kubeconfig: null, context: null };
const bare = { kubeconfig: null, contexts: [], readOnly: false, urls: {}, terraform };
const tools = { kubectl: "kubectl", oc: "oc", helm: "helm" };
const cluster = { context: "away", tools };

test("adds nothing to the project's commands if the command line has no options", () => {
  expect(commandsFor(cluster, bare)).toEqual(tools);
});

test("gives both commands the kubeconfig and the context", () => {
  const options = { ...bare, kubeconfig: "/a b", contexts: ["home", "away"] };
  expect(commandsFor(cluster, options)).toEqual({
    ...tools,
    "npm run verify": "npm run verify -- --kubeconfig '/a b' --context away",
    "npm run preflight": "npm run preflight -- --kubeconfig '/a b' --context away",
    "npm run deploy": "KUBE_CONFIG_PATH='/a b' KUBE_CTX=away npm run deploy",
    "npm run diff": "KUBE_CONFIG_PATH='/a b' KUBE_CTX=away npm run diff",
    "npm run destroy": "KUBE_CONFIG_PATH='/a b' KUBE_CTX=away npm run destroy",
  });
});

describe("the commands that run Terraform", () => {
  const deploy = (options: Partial<CommandLineOptions>) =>
    commandsFor(cluster, { ...bare, ...options })["npm run deploy"];

  test("are unchanged if the settings already name the examined cluster", () => {
    const pinned = { kubeconfig: "/a", context: "away" };
    expect(deploy({ kubeconfig: "/a", contexts: ["away"], terraform: pinned })).toBeUndefined();
  });

  test("name the settings to change, because Terraform prefers them to its environment", () => {
    const pinned = { kubeconfig: "/b", context: "home" };
    expect(deploy({ kubeconfig: "/a", contexts: ["away"], terraform: pinned })).toBe(
      'npm run deploy (with terraform.kubeconfig: "/a", terraform.context: "away" in main.ts)',
    );
    expect(deploy({ contexts: ["away"], terraform: { kubeconfig: null, context: "home" } })).toBe(
      'npm run deploy (with terraform.context: "away" in main.ts)',
    );
  });

  test("get the examined cluster's context in a text", () => {
    const commands = commandsFor(cluster, { ...bare, contexts: ["away"] });
    expect(aimCommands("npm run destroy && npm run deploy", commands)).toBe(
      "KUBE_CTX=away npm run destroy && KUBE_CTX=away npm run deploy",
    );
  });
});

test("gives each command the URLs that it knows", () => {
  const urls = { "loki-url": "http://loki:3100", "alertmanager-url": "http://alerts:9093" };
  expect(commandsFor(cluster, { ...bare, urls })).toEqual({
    ...tools,
    "npm run verify": "npm run verify -- --loki-url http://loki:3100 --alertmanager-url http://alerts:9093",
    "npm run preflight": "npm run preflight -- --alertmanager-url http://alerts:9093",
  });
});

test("keeps a read-only run read-only", () => {
  expect(commandsFor(cluster, { ...bare, readOnly: true })).toEqual({
    ...tools,
    "npm run preflight": "npm run preflight -- --read-only",
    "npm run verify": "npm run verify -- --read-only",
  });
});

test("adds the options to commands in a text, and not to other words", () => {
  const commands = { kubectl: "kubectl --context away", "npm run verify": "npm run verify -- --context away" };
  expect(aimCommands("kubectl get pods --selector owner=helm; npm run verify -- --watch", commands)).toBe(
    "kubectl --context away get pods --selector owner=helm; npm run verify -- --context away --watch",
  );
});
