import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DRILL_QUERY } from "../../../src/alerting/log-path-drill";
import { criticalSource } from "../../../src/checks/rules/critical-source";
import { drillRule } from "../../../src/checks/stack/drill-rule";
import { dropFixture, dropStarves } from "../../../src/checks/stack/drop-starves";
import type { RenderedStack } from "../../../src/stack/rendered-stack";
import { ROOT } from "../../helpers/example";
import { alert, withFiles, withFixtures } from "../rules/rules";
import { findings, stack } from "../stacks";

const [DRILL = "", SHIPPED = ""] = ["log-path-drill.yaml", "log-alerts.yaml"].map((name) =>
  readFileSync(join(ROOT, "rules", name), "utf8"),
);

function gotOf(check: typeof drillRule, of: RenderedStack): readonly string[] {
  return findings(check, of).map(({ got }) => got);
}

function drill(change: (text: string) => string, of?: RenderedStack): RenderedStack {
  const changed = change(DRILL);
  if (changed === DRILL) throw new Error("the file is unchanged");
  return withFiles({ "a.yaml": changed, "b.yaml": SHIPPED }, of);
}

describe("drill-rule", () => {
  test("suggests the query of the shipped rule", () => {
    const oneLine = DRILL_QUERY.replace(/\s/g, "");
    expect(DRILL.replace(/\s/g, "")).toContain(oneLine);
    expect(findings(drillRule, withFiles({ "a.yaml": alert(DRILL_QUERY, {}, { interval: "5s" }) }))).toEqual([]);
  });

  test.each([
    ["another name", (text: string) => text.replace("alert: LogPathDrill", "alert: Delivery")],
    ["another severity", (text: string) => text.replace("severity: none", "severity: critical")],
    ["a longer window", (text: string) => text.replace("[2m]", "[5m]")],
    ["fewer labels", (text: string) => text.replace("namespace, pod, node, marker", "marker")],
    ["a selection of the namespace", (text: string) => text.replace("{log_", '{namespace="monitoring-drill", log_')],
    ["an interval of 15 s", (text: string) => text.replace("interval: 5s", "interval: 15s")],
  ])("accepts the rule with %s", (_, change) => {
    expect(findings(drillRule, drill(change))).toEqual([]);
  });

  test.each([
    [
      "another container",
      (text: string) => text.replace('container="log-path-drill"}', 'container="drill"}'),
      "doesn't select the drill's line",
    ],
    [
      "another namespace",
      (text: string) => text.replace("{log_", '{namespace="drills", log_'),
      "doesn't select the drill's line",
    ],
    [
      "streams of the stack",
      (text: string) => text.replace('log_collection="drill"', 'log_collection="stack"'),
      "doesn't select the drill's line",
    ],
    [
      "another text",
      (text: string) => text.replace('|= "log-path-drill marker="', '|= "marker:"'),
      "doesn't select the drill's line",
    ],
    [
      "no marker in its labels",
      (text: string) => text.replace("pod, node, marker", "pod, node"),
      'without the label "marker"',
    ],
    ["no parser", (text: string) => text.replace(/^.*\| regexp.*\n/m, ""), 'without the label "marker"'],
    [
      "another format of the marker",
      (text: string) => text.replace("[0-9a-z-]{8,64}", "[0-9]{8}"),
      "extracts no marker",
    ],
    ["a higher threshold", (text: string) => text.replace("> 0", "> 5"), "one line doesn't satisfy"],
    ["the default interval", (text: string) => text.replace("    interval: 5s\n", ""), "up to 1m after its line"],
    [
      "a pending period",
      (text: string) => text.replace("        labels:", "        for: 1m\n        labels:"),
      "up to 65s after its line",
    ],
  ])("reports the rule with %s", (_, change, got) => {
    expect(gotOf(drillRule, drill(change))).toEqual([expect.stringContaining(got)]);
  });

  test.each([
    ["without its file", SHIPPED],
    ["in comments", `${DRILL.replace(/^/gm, "# ")}\n${SHIPPED}`],
  ])("reports a missing rule (%s)", (_, text) => {
    expect(findings(drillRule, withFiles({ "a.yaml": text }))).toEqual([
      {
        setting: "rules",
        got: "no alert for the drill's lines",
        expected: "the alert LogPathDrill of the project",
        remedy: "copy test/shipped/rules/log-path-drill.yaml to rules/",
      },
    ]);
  });

  test("leaves it to other checks that a rule can't be read, and to verify that there is no Alertmanager", () => {
    expect(
      findings(
        drillRule,
        drill((text) => text.replace("> 0", ">")),
      ),
    ).toEqual([]);
    expect(findings(drillRule, withFiles({ "a.yaml": "groups: 1" }))).toEqual([]);
    expect(findings(drillRule, withFiles({ "a.yaml": SHIPPED }, stack({ alertmanager: "none" })))).toEqual([]);
  });
});

const OOM = '{job="node-journal", transport="kernel"} |= "task_memcg="';
const CRASH = '{job="kubernetes-events"} |= "Back-off restarting failed container"';
const counting = (...selections: readonly string[]) =>
  selections.map((one) => `sum(count_over_time(${one} [15m])) > 0`).join(" or ");

describe("rule-critical-source", () => {
  const settings = (...queries: readonly string[]) =>
    findings(criticalSource, withFiles({ "a.yaml": alert(queries.join(" or ")) })).map(({ setting }) => setting);

  test.each([
    [counting(OOM, CRASH)],
    [counting('{job="node-journal"} |~ "(?i)out of memory"', '{job="kubernetes-events"} | logfmt | reason="BackOff"')],
    [counting('{job=~"node-.+", node="node-1"} |= "oom-kill"', '{job="kubernetes-events"} | namespace="shop"')],
    [counting('{service_name="node-journal"} |= "invoked oom-killer"', '{job=~".+"} |~ "Back-off|BackOff"')],
  ])("accepts %s", (query) => {
    expect(settings(query)).toEqual([]);
  });

  test.each([
    [counting('{namespace="web"} |= "error"'), ["alloy.journal", "alloy.events"]],
    [counting(OOM), ["alloy.events"]],
    [counting(CRASH), ["alloy.journal"]],
    [counting('{job="node-journal", unit="kubelet"} |= "error"', CRASH), ["alloy.journal"]],
    [counting('{job="node-journal", transport="stdout"}', CRASH), ["alloy.journal"]],
    [counting('{job="kubernetes-events"} |= "FailedMount"', OOM), ["alloy.events"]],
    [counting('{container=~".+"} |= "task_memcg="', CRASH), ["alloy.journal"]],
  ])("reports the sources that %s leaves out", (query, expected) => {
    expect(settings(query)).toEqual(expected);
  });

  test("ignores a source that isn't collected, rules that can't be read, and recording rules don't count", () => {
    const none = { "a.yaml": alert(counting('{namespace="web"}')) };
    expect(findings(criticalSource, withFiles(none, stack({ alloy: { journal: false, events: false } })))).toEqual([]);
    expect(findings(criticalSource, withFiles({ "a.yaml": "groups: 1" }))).toEqual([]);
    const recorded = alert(counting(OOM, CRASH)).replace("alert: Test", "record: test");
    expect(findings(criticalSource, withFiles({ "a.yaml": recorded }))).toHaveLength(2);
  });
});

const DROP = { name: "noise", reason: "not needed" };
const FIXTURE = `
fires:
  - case: a loud shop
    written:
      - { from: pods, labels: { namespace: shop, pod: a, container: web, node: n }, lines: [an error, all is well] }
    alerts: [{ labels: {} }]
  - case: a loud bank
    written:
      - { from: pods, labels: { namespace: bank, pod: b, container: web, node: n }, lines: [an error] }
    alerts: [{ labels: {} }]
silent: []
`;

function dropping(selectors: readonly string[], query: string): RenderedStack {
  const drop = selectors.map((selector, index) => ({ ...DROP, name: `noise-${index}`, selector }));
  const files = { "a.yaml": alert(query), "b.yaml": DRILL, "c.yaml": SHIPPED };
  return withFixtures({ Test: FIXTURE }, withFiles(files, stack({ alloy: { drop } })));
}

const ERRORS = 'sum by (namespace) (rate({container="web"} |= "error" [5m])) > 1';

describe("drop-starves", () => {
  test.each([
    ['{container="log-path-drill"}'],
    ['{container=~"log-path-.*"}'],
    ['{container="log-path-marker"}'],
    ['{namespace="monitoring-drill"}'],
    ['{container=~"[a-z].*"} |= "log-path-drill marker="'],
  ])("reports that %s drops the lines of verify", (selector) => {
    const got = gotOf(dropStarves, dropping([selector], ERRORS));
    expect(got).toEqual([expect.stringContaining("which drops every line of verify")]);
  });

  test.each([
    ['{container="web"}', ERRORS],
    ['{container=~"web|db"} |= "err"', ERRORS],
    // By the fixture only.
    ['{container=~"w.*"}', ERRORS],
    ['{namespace=~"shop|bank"}', ERRORS],
    ['{container="web"}', counting('{container="web", namespace="shop"}', '{container="web", namespace="bank"}')],
    ['{container="web"}', ERRORS.replace("> 1", '/ sum by (namespace) (rate({namespace="shop"}[5m])) > 1')],
    ['{pod="other"}', 'absent_over_time({pod="other"}[1h])'],
  ])("reports that %s starves %s", (selector, query) => {
    expect(gotOf(dropStarves, dropping([selector], query))).toEqual([
      `'${selector}', which drops every line of Test (rules/a.yaml)`,
    ]);
  });

  test("counts drops that starve a rule together", () => {
    const of = dropping(['{namespace="shop"} |= "error"', '{namespace="bank"}'], ERRORS);
    expect(findings(dropStarves, of).map(({ setting }) => setting)).toEqual(["alloy.drop[0].selector"]);
  });

  test.each([
    ['{container="web"} |= "GET /healthz"', ERRORS],
    ['{namespace="shop"} |= "well"', ERRORS],
    ['{container="loki"}', ERRORS],
    ['{container="web", namespace="shop"}', counting('{container="web"}', '{container="db"}')],
    ['{container="web", app="shop"}', ERRORS],
    ['{namespace=~"monitoring.*", container!~"log-path-drill|log-path-marker"}', ERRORS],
    // The pods of verify run in another namespace.
    ['{namespace="monitoring"}', ERRORS],
    ['{namespace="monitoring", node="node-1"}', ERRORS],
  ])("accepts %s with %s", (selector, query) => {
    expect(findings(dropStarves, dropping([selector], query))).toEqual([]);
  });

  test("names the drill and the rules in one finding", () => {
    expect(findings(dropStarves, dropping(['{container=~"log-path-drill|web"}'], ERRORS))).toEqual([
      {
        setting: "alloy.drop[0].selector",
        got: `'{container=~"log-path-drill|web"}', which drops every line of verify, Test (rules/a.yaml)`,
        expected: "a selector that leaves lines of rules and verify",
        remedy:
          'add container!~"log-path-drill|log-path-marker" to the matchers, and leave the lines of Test (rules/a.yaml)',
      },
    ]);
  });
});

describe("drop-fixture", () => {
  test("reports a case whose lines are all dropped while another one fires", () => {
    const of = dropping(['{namespace="shop"} |= "error"'], ERRORS);
    expect(gotOf(dropFixture, of)).toEqual([
      `'{namespace="shop"} |= "error"', which drops every line of the case "a loud shop" (rules/fixtures/Test.yaml)`,
    ]);
    expect(findings(dropStarves, of)).toEqual([]);
  });

  test.each([['{namespace="shop"} |= "well"'], ['{namespace="shop"} |= "an error of"'], ['{container="web"}']])(
    "accepts %s, which drops other lines or starves the whole rule",
    (selector) => {
      expect(findings(dropFixture, dropping([selector], ERRORS))).toEqual([]);
    },
  );

  test("ignores a fixture that can't be read", () => {
    const of = withFixtures({ Test: "fires: {" }, dropping(['{namespace="shop"}'], ERRORS));
    expect(findings(dropFixture, of)).toEqual([]);
  });
});
