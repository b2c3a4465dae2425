import { checks } from "../../../src/checks";
import { checkStack, isError, type ReportedFinding } from "../../../src/checks/runner";
import { drafted, originalDeployment } from "./draft";
import { remedies } from "./remedies";

function found(draft = originalDeployment): readonly ReportedFinding[] {
  return checkStack(checks, drafted(draft)).findings;
}

const ids = (all: readonly ReportedFinding[]) => [...new Set(all.map(({ check }) => check.id))].sort();

/** The original deployment after the first remedies. */
function afterRemedies(count: number) {
  return remedies.slice(0, count).reduce((draft, remedy) => remedy.apply(draft), originalDeployment);
}

describe("the original deployment", () => {
  test("reports every problem that took months to find in production", () => {
    expect(ids(found().filter(isError))).toEqual([
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
    const one = found().find(({ check, finding }) => check.id === id && finding.setting === setting);
    expect(one?.finding.remedy).toContain(remedy);
  });
});

describe("one remedy after another", () => {
  test.each(remedies.map(({ what, ends }, index) => ({ what, ends, index })))(
    "$what: resolves the findings of $ends and adds none",
    ({ ends, index }) => {
      const [before, after] = [ids(found(afterRemedies(index))), ids(found(afterRemedies(index + 1)))];
      expect(before).toEqual(expect.arrayContaining([...ends]));
      expect(after).toEqual(before.filter((id) => !ends.includes(id)));
    },
  );

  test("has no finding left at the end", () => {
    expect(found(afterRemedies(remedies.length))).toEqual([]);
  });
});
