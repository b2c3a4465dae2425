import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "../../../src/settings/settings";
import type { RenderedStack } from "../../../src/stack/rendered-stack";
import { ROOT } from "../../helpers/example";
import { alert, withFiles, withFixtures } from "../rules/rules";
import { stack } from "../stacks";
import type { RemedyCase } from "./remedy";

const [DRILL = "", SHIPPED = ""] = ["log-path-drill.yaml", "log-alerts.yaml"].map((name) =>
  readFileSync(join(ROOT, "rules", name), "utf8"),
);

const OOM =
  'sum by (node) (count_over_time({job="node-journal", transport="kernel"} |~ "^oom-kill:constraint=" [15m])) > 0';
const CRASH =
  'sum by (namespace, name) (count_over_time({job="kubernetes-events"} |= "Back-off restarting failed container" | logfmt name [15m])) > 0';

function files(...texts: readonly string[]): RenderedStack {
  return withFiles(Object.fromEntries(texts.map((text, index) => [`file-${index}.yaml`, text])));
}

function drill(...changes: readonly (readonly [string, string])[]): RenderedStack {
  return files(
    changes.reduce((text, [from, to]) => text.replace(from, to), DRILL),
    SHIPPED,
  );
}

function drops(selector: string | null, settings: Partial<Settings> = {}): RenderedStack {
  const drop = selector === null ? [] : [{ name: "noise", reason: "not needed", selector }];
  return stack({ ...settings, alloy: { drop } });
}

function expecting(expectation: string, query: string): RenderedStack {
  const rules = { "a.yaml": alert(query), "b.yaml": DRILL, "c.yaml": SHIPPED };
  return withFixtures({ Test: `expect: ${expectation}\n` }, withFiles(rules));
}

const COUNT = (window: string, threshold: string) =>
  `sum by (namespace) (count_over_time({app="web"} |= "x" [${window}])) ${threshold}`;

const CASES = `
silent: []
fires:
  - case: a shop
    written: [{ from: pods, labels: { namespace: shop, pod: a, container: web, node: n }, lines: [an error] }]
    alerts: [{ labels: {} }]
`;
const BANK = CASES.replace("\nsilent: []\nfires:\n", "").replaceAll("shop", "bank");

function cases(text: string, selector: string): RenderedStack {
  const query = 'sum by (namespace) (rate({container="web"} |= "error" [5m])) > 1';
  const rules = { "a.yaml": alert(query), "b.yaml": DRILL, "c.yaml": SHIPPED };
  return withFixtures({ Test: text }, withFiles(rules, drops(selector)));
}

/** Remedies of the checks of what rules depend on. */
export const dependencyRemedies: readonly RemedyCase[] = [
  {
    check: "drill-rule",
    before: files(SHIPPED),
    remedy: "copy test/shipped/rules/log-path-drill.yaml",
    after: files(SHIPPED, DRILL),
  },
  {
    check: "drill-rule",
    before: drill(["pod, node, marker", "pod, node"]),
    remedy: "use the query sum by (namespace, pod, node, marker) (count_over_time(",
    after: drill(),
  },
  {
    check: "drill-rule",
    before: drill(["    interval: 5s\n", ""], ["        labels:", "        for: 1m\n        labels:"]),
    remedy: "set the group's interval to 5s, and remove for",
    after: drill(),
  },
  {
    check: "rule-critical-source",
    before: files(DRILL, alert(CRASH)),
    remedy: `add an alert with the query ${OOM}`,
    after: files(DRILL, alert(CRASH), alert(OOM, { alert: "OutOfMemory" })),
  },
  {
    check: "rule-critical-source",
    before: files(DRILL, alert(OOM)),
    remedy: `add an alert with the query ${CRASH}`,
    after: files(DRILL, alert(OOM), alert(CRASH, { alert: "CrashLoop" })),
  },
  {
    check: "rule-critical-source",
    before: files(DRILL, alert(OOM)),
    remedy: "or set alloy.events to false",
    after: withFiles({ "a.yaml": DRILL, "b.yaml": alert(OOM) }, stack({ alloy: { events: false } })),
  },
  {
    check: "drop-starves",
    before: drops('{namespace="monitoring-drill"}'),
    remedy: 'add container!~"log-path-drill|log-path-marker" to the matchers',
    after: drops('{namespace="monitoring-drill", container!~"log-path-drill|log-path-marker"}'),
  },
  {
    check: "drop-starves",
    before: drops('{container="log-path-drill"}'),
    remedy: "or remove the drop",
    after: drops(null),
  },
  {
    check: "drop-starves",
    before: cases(CASES, '{container=~"w.*"}'),
    remedy: "narrow the selector so that these lines remain",
    after: cases(CASES, '{container=~"w.*"} |= "all is well"'),
  },
  {
    check: "drop-fixture",
    before: cases(`${CASES}${BANK}`, '{namespace="shop"}'),
    remedy: "or remove the drop or the case",
    after: cases(CASES.replaceAll("shop", "bank"), '{namespace="shop"}'),
  },
  {
    check: "rule-fixture",
    before: expecting("{ every: often }", COUNT("15m", "> 0")),
    remedy: "write the time between two lines, such as every: 5m",
    after: expecting("{ every: 5m }", COUNT("15m", "> 0")),
  },
  {
    check: "rule-expected",
    before: expecting("{ every: 10m }", COUNT("5m", "> 2")),
    remedy: "use [1h]",
    after: expecting("{ every: 10m }", COUNT("1h", "> 2")),
  },
  {
    check: "rule-expected",
    before: expecting("{ every: 5m }", COUNT("15m", "> 3")),
    remedy: "or compare with > 1",
    after: expecting("{ every: 5m }", COUNT("15m", "> 1")),
  },
  {
    check: "rule-expected",
    before: expecting("{ perDay: 20 }", COUNT("1d", "> 5")),
    remedy: "compare with > 30",
    after: expecting("{ perDay: 20 }", COUNT("1d", "> 30")),
  },
  {
    check: "rule-expected-noise",
    before: expecting("{ every: 5m }", COUNT("5m", "> 0")),
    remedy: "use [10m]",
    after: expecting("{ every: 5m }", COUNT("10m", "> 0")),
  },
  {
    check: "rule-expected-noise",
    before: expecting("{ every: 2m, perDay: 200 }", COUNT("5m", "> 0")),
    remedy: "use [1h] and compare with > 20",
    after: expecting("{ every: 2m, perDay: 200 }", COUNT("1h", "> 20")),
  },
];
