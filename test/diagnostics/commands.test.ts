import { aimed, commandsFor } from "../../src/diagnostics/commands";

const bare = { kubeconfig: null, contexts: [], readOnly: false, urls: {} };
const tools = { kubectl: "kubectl", oc: "oc", helm: "helm" };
const cluster = { context: "away", tools };

test("adds nothing to the project's commands if the command line says nothing", () => {
  expect(commandsFor(cluster, bare)).toEqual(tools);
});

test("gives both commands the kubeconfig and the context", () => {
  const options = { ...bare, kubeconfig: "/a b", contexts: ["home", "away"] };
  expect(commandsFor(cluster, options)).toEqual({
    ...tools,
    "npm run verify": "npm run verify -- --kubeconfig '/a b' --context away",
    "npm run preflight": "npm run preflight -- --kubeconfig '/a b' --context away",
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
    "npm run verify": "npm run verify -- --read-only",
  });
});

test("aims the commands in a text, and leaves other words alone", () => {
  const commands = { kubectl: "kubectl --context away", "npm run verify": "npm run verify -- --context away" };
  expect(aimed("kubectl get pods -l owner=helm; npm run verify -- --watch", commands)).toBe(
    "kubectl --context away get pods -l owner=helm; npm run verify -- --context away --watch",
  );
});
