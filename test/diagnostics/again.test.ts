import { again } from "../../src/diagnostics/again";

const bare = { kubeconfig: null, contexts: [], readOnly: false, urls: {} };
const cluster = { context: "away" };

test("commands are typed as they are where nothing was said", () => {
  expect(again(bare, cluster)).toEqual({});
});

test("both take the kubeconfig and the context", () => {
  const said = { ...bare, kubeconfig: "/a b", contexts: ["home", "away"] };
  expect(again(said, cluster)).toEqual({
    "npm run verify": "npm run verify -- --kubeconfig '/a b' --context away",
    "npm run preflight": "npm run preflight -- --kubeconfig '/a b' --context away",
  });
});

test("each takes the URLs that it knows", () => {
  const urls = { "loki-url": "http://loki:3100", "alertmanager-url": "http://alerts:9093" };
  expect(again({ ...bare, urls }, cluster)).toEqual({
    "npm run verify": "npm run verify -- --loki-url http://loki:3100 --alertmanager-url http://alerts:9093",
    "npm run preflight": "npm run preflight -- --alertmanager-url http://alerts:9093",
  });
});

test("what only reads goes on only reading", () => {
  expect(again({ ...bare, readOnly: true }, cluster)).toEqual({ "npm run verify": "npm run verify -- --read-only" });
});
