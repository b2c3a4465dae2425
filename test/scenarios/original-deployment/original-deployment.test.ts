import { checks } from "../../../src/checks";
import { checkStack, isError, type ReportedFinding } from "../../../src/checks/runner";
import { drafted, originalDeployment } from "./draft";
import { remedies } from "./remedies";

const ids = (all: readonly ReportedFinding[]) => [...new Set(all.map(({ check }) => check.id))].sort();

/** The findings of the original deployment, and then those after each remedy. */
const steps: readonly (readonly ReportedFinding[])[] = [0, ...remedies.keys()].map((_, count) => {
  const draft = remedies.slice(0, count).reduce((before, remedy) => remedy.apply(before), originalDeployment);
  return checkStack(checks, drafted(draft)).findings;
});

function found(remediesApplied: number): readonly ReportedFinding[] {
  return steps[remediesApplied] ?? [];
}

describe("the original deployment", () => {
  test("reports every problem that took months to find in production", () => {
    expect(ids(found(0).filter(isError))).toEqual([
      "agent-cpu",
      "agent-files",
      "agent-memory",
      "agent-positions",
      "chart-keys",
      "chart-repository",
      "chunk-sync",
      "datasource-uid",
      "delete-api",
      "deployment-mode",
      "drill-rule",
      "exact-versions",
      "extra-components",
      "grace-period",
      "inotify-instances",
      "late-lines",
      "memory-limit",
      "pipeline-node-scope",
      "pipeline-write-endpoints",
      "query-look-back",
      "required-values",
      "rollout-time",
      "rule-never-written",
      "rule-self-match",
      "ruler-alertmanager",
      "rules-mount",
      "single-ring",
      "stream-limit",
      "taints",
      "volume-binding",
      "volume-reclaim",
      "writable-paths",
    ]);
  });

  test.each([
    ["chart-keys", "values/loki.yaml: loki.ruler", "loki.rulerConfig"],
    ["writable-paths", "Loki's configuration: compactor.working_directory", "/var/loki/compactor"],
    ["ruler-alertmanager", "Loki's configuration: ruler.alertmanager_url", "alertmanager"],
    ["volume-binding", "values/loki.yaml: singleBinary.persistence.storageClass", "leave the class to the stack"],
  ])("gets a remedy from %s for %s", (id, setting, remedy) => {
    const one = found(0).find(({ check, finding }) => check.id === id && finding.setting === setting);
    expect(one?.finding.remedy).toContain(remedy);
  });
});

describe("one remedy after another", () => {
  test.each(remedies.map(({ what, ends }, index) => ({ what, ends, index })))(
    "$what: resolves the findings of $ends and adds none",
    ({ ends, index }) => {
      const [before, after] = [ids(found(index)), ids(found(index + 1))];
      expect(before).toEqual(expect.arrayContaining([...ends]));
      expect(after).toEqual(before.filter((id) => !ends.includes(id)));
    },
  );

  test("has no finding left at the end", () => {
    expect(steps.at(-1)).toEqual([]);
  });
});
