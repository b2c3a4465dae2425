import { App } from "cdktf";
import { examine } from "../../src/cli/examine";
import { summary } from "../../src/cli/summary";
import type { Settings } from "../../src/settings/settings";
import { LogCollectionStack } from "../../src/stack/log-collection-stack";
import { example, ROOT } from "../helpers/example";
import { inFolder } from "../helpers/folder";

function summarized(settings: Partial<Settings> = {}): string {
  const { deployment, report } = examine({ ...example, ...settings }, ROOT);
  return inFolder({}, (outdir) =>
    summary(deployment.model, new LogCollectionStack(new App({ outdir }), "plan", deployment), report),
  );
}

test("the summary counts what would be created, without what is only looked up", () => {
  expect(summarized()).toMatch(/^plan: 10 resources\n/);
  expect(summarized({ namespace: { create: true }, alertmanager: "none" })).toMatch(/^plan: 11 resources\n/);
});

test("the summary says what the plan reserves on the cluster", () => {
  expect(summarized()).toContain(
    "Reserves   515m of CPU and 4820Mi of memory: 1 × Loki 250m/4Gi, 5 × Alloy 50m/128Mi, 5 × sysctl-inotify 1m/4Mi, 1 × alloy-events 10m/64Mi",
  );
});

test("a plan that tells nobody of its alerts says so", () => {
  expect(summarized({ alertmanager: "none" })).toContain("→ nobody");
});

test("what isn't collected isn't claimed", () => {
  expect(summarized({ alloy: { journal: false, events: false } })).toContain("reads pod logs (containerd)");
});

test("a chart of one's own is named by its path", () => {
  expect(summarized({ charts: { loki: { path: "rules" } } })).toContain("from ../../../rules");
});
