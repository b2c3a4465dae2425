import { App } from "cdktf";
import { runChecks } from "../../src/cli/check";
import { summary } from "../../src/cli/summary";
import type { Settings } from "../../src/settings/settings";
import { LogCollectionStack } from "../../src/stack/log-collection-stack";
import { example, ROOT } from "../helpers/example";
import { inFolder } from "../helpers/folder";

function summarized(settings: Partial<Settings> = {}): string {
  const { stack, report } = runChecks({ ...example, ...settings }, ROOT);
  return inFolder({}, (outdir) =>
    summary(stack.model, new LogCollectionStack(new App({ outdir }), "sample", stack), report),
  );
}

test("counts the resources, without look-ups", () => {
  expect(summarized()).toMatch(/^sample: 16 resources\n/);
  expect(summarized({ namespace: { create: true }, alertmanager: "none" })).toMatch(/^sample: 17 resources\n/);
});

test("sums up the requests of all pods", () => {
  expect(summarized()).toContain(
    "Requests   515m of CPU and 4820Mi of memory: 1 × Loki 250m/4Gi, 5 × Alloy 50m/128Mi, 5 × sysctl-inotify 1m/4Mi, 1 × alloy-events 10m/64Mi",
  );
});

test("shows that no Alertmanager receives the alerts", () => {
  expect(summarized({ alertmanager: "none" })).toContain("→ no Alertmanager");
});

test("lists only the sources that are collected", () => {
  expect(summarized({ alloy: { journal: false, events: false } })).toContain("collects pod logs (containerd)");
});

test("shows the path of a local chart", () => {
  expect(summarized({ charts: { loki: { path: "rules" } } })).toContain("from ../../../rules");
});
