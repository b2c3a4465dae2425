import { ruleGrouping } from "../../../src/checks/rules/grouping";
import { ruleNeverWritten } from "../../../src/checks/rules/never-written";
import { ruleSelfMatch } from "../../../src/checks/rules/self-match";
import { ruleSource } from "../../../src/checks/rules/source";
import { ruleTemplate } from "../../../src/checks/rules/template";
import { alert, gots, remedies, withFiles } from "./rules";

const count = (selection: string) => alert(`sum(count_over_time(${selection} [5m])) > 0`);

describe("rule-source", () => {
  test.each([
    '{namespace="a"}',
    '{namespace=~".+", container!~"loki|alloy"}',
    '{container="a", pod=~"a-.*"}',
    '{pod=~"a-.*"} | app="a"',
    '{job="kubernetes-events"} | namespace="web"',
    '{service_name="a"}',
    '{job="node-journal", unit="kubelet"}',
    '{job="node-journal", unit=~"etcd|etcd.service"}',
    '{job="node-journal", unit=~"etcd(\\\\.service)?"}',
    '{job="node-journal", unit=~"etcd.*"}',
    '{job=~"node-journal|kubernetes-events"}',
    '{job="kubernetes-events", namespace=""}',
    '{node="a"}',
    '{namespace="a", cluster=""}',
    '{namespace="a", job!="b"}',
  ])("accepts %s", (selection) => {
    expect(gots(ruleSource, count(selection))).toEqual([]);
  });

  test.each([
    ['{job="varlogs"}', 'job="varlogs"', "use one of these, or select pods by namespace, pod, container, node or app"],
    ['{hostname="a"}', 'hostname="a": no source sets a label "hostname" on its streams', 'did you mean "node"?'],
    ['{namespce="a"}', 'namespce="a": no source sets a label "namespce" on its streams', 'did you mean "namespace"?'],
    [
      '{filename=~".+"}',
      'filename=~".+": no source sets a label "filename" on its streams',
      "select by labels that the streams have",
    ],
    [
      '{job="node-journal", container="a"}',
      '{job="node-journal", container="a"}, labels that no single source has together',
      "remove the matchers of the other source",
    ],
    ['{service="a"}', 'service="a": no source sets a label "service" on its streams', 'did you mean "service_name"?'],
    [
      '{code="500"}',
      'code="500": no source sets a label "code" on its streams',
      "select by labels that the streams have",
    ],
    [
      '{stream="stderr"}',
      'stream="stderr": no source sets a label "stream" on its streams',
      'filter by it after the selector: {container=~".+"} | stream="stderr"',
    ],
    [
      '{level="error"}',
      'level="error": no source sets a label "level" on its streams',
      'filter by it after the selector: {…} | detected_level="error"',
    ],
    [
      '{namespace="$namespace"}',
      'namespace="$namespace": a variable, which nothing replaces in a rule',
      "write the value that $namespace stands for",
    ],
    [
      '{pod=~"$pod.*"}',
      'pod=~"$pod.*": a variable, which nothing replaces in a rule',
      "write the value that $pod stands for",
    ],
    [
      '{pod=~"[[pod]]"}',
      'pod=~"[[pod]]": a variable, which nothing replaces in a rule',
      "write the value that [[pod]] stands for",
    ],
    [
      '{namespace="{{ .Release.Namespace }}"}',
      'namespace="{{ .Release.Namespace }}": a template, which nothing expands in a query',
      "write the value that {{ .Release.Namespace }} stands for",
    ],
    [
      '{namespace="<namespace>"}',
      'namespace="<namespace>": a placeholder, which nothing replaces',
      "write the value that <namespace> stands for",
    ],
    ['{container="%s"}', 'container="%s": a placeholder, which nothing replaces', "write the value that %s stands for"],
    [
      '{container="YOUR_CONTAINER"}',
      'container="YOUR_CONTAINER": a placeholder, which nothing replaces',
      "write the value that YOUR_CONTAINER stands for",
    ],
    [
      '{namespace="web|shop"}',
      'namespace="web|shop", which compares with this text, not with a pattern',
      'write namespace=~"web|shop"',
    ],
    [
      '{container="web|shop"}',
      'container="web|shop", which compares with this text, not with a pattern',
      'write container=~"web|shop"',
    ],
    ['{pod="web-*"}', 'pod="web-*", which compares with this text, not with a pattern', 'write pod=~"web-.*"'],
    ['{pod="web-.+"}', 'pod="web-.+", which compares with this text, not with a pattern', 'write pod=~"web-.+"'],
    [
      '{job="node-journal", unit=~"etcd.service|crio.service"}',
      'unit=~"etcd.service|crio.service"',
      'write unit=~"etcd|crio"',
    ],
    [
      '{job="node-journal", unit=~"(etcd|crio)\\\\.service"}',
      'unit=~"(etcd|crio)\\\\.service"',
      'write unit=~"(etcd|crio)"',
    ],
    ['{namespace="Web_Shop"}', 'namespace="Web_Shop"', 'write namespace="web-shop"'],
    ['{namespace=~"Web|Shop"}', 'namespace=~"Web|Shop"', 'write namespace=~"web|shop"'],
    ['{namespace=~"Web-.*"}', 'namespace=~"Web-.*"', 'write namespace=~"web-.*"'],
    ['{container="web.1"}', 'container="web.1"', "write a value that can occur"],
    ['{namespace="web/shop"}', 'namespace="web/shop"', "write a value that can occur"],
    [`{namespace="${"a".repeat(64)}"}`, `namespace="${"a".repeat(64)}"`, "write a value that can occur"],
    ['{job="node-journal", transport="dmesg"}', 'transport="dmesg"', 'write transport="kernel"'],
    [
      '{job="kubernetes/events"}',
      'job="kubernetes/events"',
      'write job="kubernetes-events", or select pods by namespace, pod, container, node or app',
    ],
    [
      '{container="web", level="ERROR"}',
      'level="ERROR": no source sets a label "level" on its streams',
      'filter by it after the selector: {…} | detected_level="error"',
    ],
    [
      '{job="kubernetes-events", reason="BackOff"}',
      'reason="BackOff": no source sets a label "reason" on its streams',
      'filter by it after a parser: {…} | logfmt | reason="BackOff"',
    ],
    [
      '{env="a", job="b", zone="c"}',
      'job="b"; env="a", zone="c": no source sets the labels "env" and "zone" on its streams',
      "env, zone: select by labels that the streams have; job: use one of these, or select pods by namespace, pod, container, node or app",
    ],
    [
      '{namespace="web", namespace!="web"}',
      'namespace!="web", while namespace="web" requires another value',
      "remove one of the two",
    ],
    [
      '{container="a", container="b"}',
      'container="b", while container="a" requires another value',
      "remove one of the two",
    ],
    [
      '{job="node-journal", transport="kernel", unit="kubelet"}',
      'unit="kubelet" of lines of the kernel, which have no unit',
      "remove unit or transport",
    ],
    ['{job="node-journal", transport="kernel", unit=""}', null, null],
    ['{pod="web.1"}', null, null],
    ['{pod="web-1.x"}', null, null],
    [
      '{app="nginx"}',
      'app="nginx": no source sets a label "app" on its streams',
      'filter by it after the selector: {container=~".+"} | app="nginx"',
    ],
    [
      '{namespace="web", app="nginx"}',
      'app="nginx": no source sets a label "app" on its streams',
      'filter by it after the selector: {namespace="web"} | app="nginx"',
    ],
    [
      '{job="kubernetes-events", namespace="web"}',
      'namespace="web" in a selector of Kubernetes events, whose streams have no label "namespace"',
      'filter by it after the selector: {job="kubernetes-events"} | namespace="web"',
    ],
    ['{namespace=~"Web|shop"}', null, null],
    ['{namespace=~"(?i)Web"}', null, null],
    ['{pod=~"web-[0-9]+-x?y*"}', null, null],
    ['{node="ip-10-0-0-1.eu-west-1.compute.internal"}', null, null],
    ['{unit="sshd.service"}', 'unit="sshd.service"', 'write unit="sshd"'],
    ['{unit="user@0.service"}', 'unit="user@0.service"', 'write unit="user"'],
    ['{unit=~"sshd.*"}', null, null],
    ['{namespace=""}', null, null],
  ])("examines %s: %j", (selection, got, remedy) => {
    expect(gots(ruleSource, count(selection))).toEqual(got === null ? [] : [got]);
    expect(remedies(ruleSource, count(selection))).toEqual(remedy === null ? [] : [remedy]);
  });

  test("reports each selector once per rule, at its first use", () => {
    const rate = 'sum(rate({job="a", env="b"}[5m]))';
    expect(gots(ruleSource, alert(`${rate} / sum(rate({job="a"}[5m])) > 1 and sum(rate({job="c"}[5m])) > 1`))).toEqual([
      'job="a"; env="b": no source sets a label "env" on its streams',
      'job="c"',
    ]);
  });

  test.each([
    ["journal", '{job="node-journal"}', { journal: false }],
    ["events", '{job="kubernetes-events"}', { events: false }],
  ])("names the setting if alloy.%s is off", (source, selection, alloy) => {
    expect(gots(ruleSource, count(selection))).toEqual([]);
    expect(gots(ruleSource, count(selection), { alloy })).toEqual([`${selection}, while alloy.${source} is off`]);
  });
});

describe("rule-grouping", () => {
  test.each([
    'sum by (namespace, app, stream, detected_level) (rate({namespace="a"}[5m]))',
    'sum by (name, reason) (rate({job="kubernetes-events"} | logfmt [5m]))',
    'sum by (anything) (rate({namespace="a"} | json [5m]))',
    'sum by (code) (rate({namespace="a"} | pattern "<_> <code> <_>" [5m]))',
    'sum by (__error__) (rate({namespace="a"} | json [5m]))',
    'sum by (anything) (rate({cluster="unfed"}[5m]))',
    'sum without (pod) (rate({namespace="a"}[5m]))',
    'avg_over_time({namespace="a"} | pattern "<x> <y>" | unwrap x [5m]) by (y)',
  ])("accepts %s", (expr) => {
    expect(gots(ruleGrouping, alert(expr))).toEqual([]);
  });

  test.each([
    ['sum by (host) (rate({namespace="a"}[5m]))', "by (host), which none of these series has", 'did you mean "node"?'],
    [
      'sum by (unit) (rate({namespace="a", container="b"}[5m]))',
      "by (unit), which none of these series has",
      'remove "unit", or extract it first',
    ],
    [
      'sum by (level) (rate({job="kubernetes-events"} | logfmt [5m]))',
      "by (level), which none of these series has",
      'did you mean "detected_level"?',
    ],
    [
      'avg_over_time({namespace="a"} | pattern "<x> <y>" | unwrap x [5m]) by (host)',
      "by (host), which none of these series has",
      'did you mean "node"?',
    ],
    [
      'sum by (nmespac) (rate({namespace="a"}[5m]))',
      "by (nmespac), which none of these series has",
      'did you mean "namespace"?',
    ],
    [
      'sum by (nmespa) (rate({namespace="a"}[5m]))',
      "by (nmespa), which none of these series has",
      'remove "nmespa", or extract it first',
    ],
    [
      'sum without (cluster) (rate({namespace="a"}[5m]))',
      "without (cluster), which none of these series has",
      'remove "cluster"',
    ],
    [
      'max by (pod) (sum by (namespace) (rate({namespace="a"}[5m])))',
      "by (pod), which none of these series has",
      'remove "pod", or extract it first',
    ],
  ])("examines %s: %j", (expr, got, remedy) => {
    expect(gots(ruleGrouping, alert(expr))).toEqual([got]);
    expect(remedies(ruleGrouping, alert(expr))).toEqual([remedy]);
  });
});

describe("rule-template", () => {
  const summed = (summary: string) =>
    alert('sum by (namespace) (rate({namespace=~".+"} | json [5m])) > 1', { annotations: { summary } });

  test.each([
    "in {{ $labels.namespace }}: {{ $value }}",
    "{{ .Labels.namespace }} {{ $.Labels.namespace }}",
    "{{ .Value }} {{ $.ExternalLabels.cluster }}",
    "{{ $all := . }}{{ $all.Labels.pod }}",
    '{{ index $labels "namespace" }}',
    "{{ range $name, $text := $labels }}{{ $name }}{{ end }}",
    "{{ $externalLabels.cluster }}",
  ])("accepts %s", (summary) => {
    expect(gots(ruleTemplate, summed(summary))).toEqual([]);
  });

  test.each([
    ["{{ $labels.pod }}", "pod", "group by (namespace, pod) in the query, or remove it from the text"],
    [
      "{{ .Labels.pod }} {{ .Labels.pod }}",
      "pod",
      "group by (namespace, pod) in the query, or remove it from the text",
    ],
    ["{{ $.Labels.pod }}", "pod", "group by (namespace, pod) in the query, or remove it from the text"],
    ['{{ index $labels "namespce" }}', "namespce", 'did you mean "namespace"?'],
    ["{{ $labels.alertname }}", "alertname", "write the alert's name: a template sees only the labels of the series"],
  ])("reports that the labels of %s do not include %s", (summary, label, remedy) => {
    expect(gots(ruleTemplate, summed(summary))).toEqual([
      `annotations.summary with the label "${label}", which the alert's series do not have`,
    ]);
    expect(remedies(ruleTemplate, summed(summary))).toEqual([remedy]);
  });

  test.each([
    [
      'sum(rate({job="node-journal"}[5m]))',
      "service",
      'keep it through the query, as in sum by (service_name) (…), and name "service_name" in the text',
    ],
    [
      'sum(rate({env="a"}[5m]))',
      "hostname",
      'keep it through the query, as in sum by (node) (…), and name "node" in the text',
    ],
    [
      'sum by (msg) (rate({env="a"} | pattern "<msg>" [5m]))',
      "hostname",
      'group by (msg, node) in the query, and name "node" in the text',
    ],
    [
      'sum(rate({env="a"}[5m]))',
      "team",
      "keep it through the query, as in sum by (team) (…), or remove it from the text",
    ],
    ['sum(rate({container="a"}[5m]))', "cluster", 'remove it from the text: the lines have no "cluster"'],
    [
      'absent_over_time({namespace="a", app=~".+"}[5m])',
      "app",
      "remove it from the text: absent_over_time has only the labels that its selector sets with =",
    ],
  ])("suggests how alerts by %s get the label %s", (expr, label, remedy) => {
    expect(remedies(ruleTemplate, alert(expr, { annotations: { a: `{{ $labels.${label} }}` } }))).toEqual([remedy]);
  });

  test("distinguishes labels from annotations, and series without labels", () => {
    const text = alert('sum(rate({app="a"}[5m])) > 1', { labels: { team: "{{ $labels.app }}" } });
    expect(ruleTemplate.find(withFiles({ "a.yaml": text }))).toMatchObject([
      {
        got: 'labels.team with the label "app", which the alert\'s series do not have',
        expected: "a text without labels, or a query that keeps them",
      },
    ]);
  });

  test("ignores the labels of the rule itself", () => {
    const text = alert("vector(1)", {
      labels: { severity: "warning" },
      annotations: { summary: "{{ $labels.severity }}" },
    });
    expect(gots(ruleTemplate, text)).toHaveLength(1);
  });
});

describe("rule-self-match", () => {
  test.each([
    ['{namespace=~".+"} |= "error"', true],
    ['{container=~".+", container!~"loki|alloy"} |= "error"', false],
    ['{namespace="monitoring"} |~ "(?i)fail"', true],
    ['{namespace="web"} |= "error"', false],
    ['{job="node-journal"} |= "error"', false],
    ['{service_name="loki"} |= "level=error"', true],
    ['{log_collection="stack"} |= "level=error"', true],
    ['{namespace=~".+", log_collection=""} |= "level=error"', false],
    ['{pod="loki-0"} |= "error"', true],
    ['{pod="loki-1"} |= "error"', false],
    ['{node=~".+"} |= "panic"', true],
    ['{node="node-1", container=~".+"} |= "panic"', true],
    ['{node=~".+"} |> "<_>panic<_>"', true],
    ['{node=~".+"} | json |= "panic"', true],
    ['{node=""} |= "panic"', false],
    ['{node=~".+", job="node-journal"} |= "panic"', false],
    ['{service_name=~".+"} |= "panic"', true],
    ['{pod=~"loki.*"} |= "panic"', true],
    ['{pod=~"loki.*"} |= "panic" != "metrics.go"', false],
    ['{pod=~"loki.*"} |= "panic" != "query_hash="', false],
    ['{pod=~"loki.*"} |= "panic" |= "executing query"', true],
    ['{namespace=~".+", container!="loki|alloy"} |= "panic"', true],
    ['{namespace=~".+"} |= "error" | detected_level="error"', false],
    ['{namespace=~".+"} |= "error" | detected_level="info"', true],
    ['{namespace=~".+"} |= "error" | stream="stdout"', false],
    ['{service_name="loki"} |= "error"', true],
    ['{service_name="web"} |= "error"', false],
    ['{namespace=~".+"} |~ "^panic"', false],
    ['{namespace=~".+"} |= "\\"error\\""', false],
    ['{namespace=~".+"} |= "error" != "query="', false],
    ['{namespace=~".+"} != "error"', false],
    ['{namespace=~".+"} |= "error" | logfmt | level="error"', false],
    ['{namespace=~".+"}', false],
  ])("examines whether %s matches its own query (%j)", (selection, found) => {
    expect(gots(ruleSelfMatch, count(selection))).toHaveLength(found ? 1 : 0);
  });

  test.each([
    ['sum(count_over_time({namespace=~".+"} |= "error" [5m])) > 300', 1],
    ['sum(count_over_time({namespace=~".+"} |= "error" [5m])) > 301', 0],
    ['sum by (namespace) (count_over_time({namespace=~".+"} |= "error" [1h])) > 500', 1],
    ['sum(rate({namespace=~".+"} |= "error" [5m])) > 0.5', 1],
    ['sum(rate({namespace=~".+"} |= "error" [5m])) > 5', 0],
    ['5 <= sum(rate({namespace=~".+"} |= "error" [5m]))', 0],
    ['sum(rate({namespace=~".+"} |= "error" [5m])) < 5', 1],
    ['sum(bytes_over_time({namespace=~".+"} |= "error" [5m])) > 5000', 1],
    ['sum(rate({namespace=~".+"} |= "error" [5m])) / sum(rate({namespace=~".+"}[5m])) > 0.9', 1],
  ])("compares Loki's own lines with the threshold: %s", (expr, found) => {
    expect(gots(ruleSelfMatch, alert(expr))).toHaveLength(found);
  });

  test("suggests the corrected selector", () => {
    expect(remedies(ruleSelfMatch, count('{namespace=~".+"} |= "error"'))).toEqual([
      'write {namespace=~".+", log_collection=""}',
    ]);
  });

  test("accepts a rule if Loki's own lines are dropped", () => {
    const drop = [{ name: "loki", reason: "Nobody reads them.", selector: '{container="loki"}' }];
    expect(gots(ruleSelfMatch, count('{namespace=~".+"} |= "error"'), { alloy: { drop } })).toEqual([]);
  });

  test("ignores drops of other lines", () => {
    const drop = [{ name: "web", reason: "Nobody reads them.", selector: '{container="web"}' }];
    expect(gots(ruleSelfMatch, count('{namespace=~".+"} |= "error"'), { alloy: { drop } })).toHaveLength(1);
  });

  test("looks in the namespace of the stack's Loki", () => {
    const settings = { namespace: { name: "logs", create: true } };
    expect(gots(ruleSelfMatch, count('{namespace="monitoring"} |= "error"'), settings)).toEqual([]);
    expect(gots(ruleSelfMatch, count('{namespace="logs"} |= "error"'), settings)).toHaveLength(1);
  });
});

describe("rule-never-written", () => {
  test.each([
    [
      '{namespace=~".+"} |= "OOMKilled"',
      'select {job="node-journal", transport="kernel"} |~ "^oom-kill:constraint=", as OOMKilled in rules/log-alerts.yaml does',
    ],
    [
      '{namespace="web"} |~ "(?i)crashloopbackoff"',
      'select {job="kubernetes-events"} |= "Back-off restarting failed container" over [15m], as PodCrashLoopBackOff in rules/log-alerts.yaml does',
    ],
    [
      '{namespace="web", container=~".+"} |~ "ImagePullBackOff|ErrImagePull"',
      'select {job="kubernetes-events"} |= "Back-off pulling image"',
    ],
    [
      '{job="kubernetes-events"} |= "OOMKilled"',
      'select {job="node-journal", transport="kernel"} |~ "^oom-kill:constraint=", as OOMKilled in rules/log-alerts.yaml does',
    ],
    ['{job="node-journal", transport="kernel"} |= "CrashLoopBackOff"', expect.any(String)],
    ['{namespace="web"} | json |= "OOMKilled"', expect.stringContaining("^oom-kill:constraint=")],
    ['{namespace="web"} |~ "(OOMKilled|CrashLoopBackOff)"', expect.stringContaining("^oom-kill:constraint=")],
    ['{namespace="web", container!="a"} |= "OOMKilled"', expect.stringContaining("^oom-kill:constraint=")],
    ['{namespace="web", container!~"a|b"} |= "OOMKilled"', expect.stringContaining("^oom-kill:constraint=")],
    ['{namespace="web"} |= "OOMKill"', expect.stringContaining("^oom-kill:constraint=")],
    ['{namespace="web"} |= "OOM-Killed"', expect.stringContaining("^oom-kill:constraint=")],
    ['{namespace="web"} |= "OOM Killed"', expect.stringContaining("^oom-kill:constraint=")],
    ['{namespace="web"} |= "OomKilled"', expect.stringContaining("^oom-kill:constraint=")],
    ['{namespace="web"} |~ "\\\\bOOMKilled\\\\b"', expect.stringContaining("^oom-kill:constraint=")],
    ['{namespace="web"} |~ ".*(OOMKilled|CrashLoop).*"', expect.stringContaining("^oom-kill:constraint=")],
    ['{namespace="web"} |= "OOMKilled|CrashLoopBackOff"', expect.stringContaining("^oom-kill:constraint=")],
    ['{namespace="web"} |= "reason=OOMKilled"', expect.stringContaining("^oom-kill:constraint=")],
    ['{job="kubernetes-events"} | namespace="web" |= "OOMKill"', expect.stringContaining("^oom-kill:constraint=")],
    ['{job="kubernetes-events"} | logfmt | reason="OOMKilled"', expect.stringContaining("^oom-kill:constraint=")],
    ['{namespace="web"} |= "Crashloopbackoff"', expect.stringContaining("over [15m]")],
    ['{namespace="web"} |= "CrashLoop"', expect.stringContaining("over [15m]")],
    ['{job="kubernetes-events"} | logfmt | reason="CrashLoopBackOff"', 'write reason="BackOff" over [15m]'],
    ['{job="kubernetes-events"} | logfmt | reason=~"ErrImagePull|ImagePullBackOff"', expect.stringContaining("Failed")],
    ['{job="kubernetes-events"} |= "\\"reason\\":\\"FailedMount\\""', 'write |= "reason=FailedMount"'],
    ['{job="kubernetes-events"} |= `{"type": "Warning"`', 'write |= "type=Warning"'],
  ])("suggests what to search for instead of %s", (selection, remedy) => {
    expect(remedies(ruleNeverWritten, count(selection))).toEqual([remedy]);
  });

  test.each([
    '{job="kubernetes-events"} |= "ImagePullBackOff"',
    '{job="node-journal", unit="kubelet"} |= "CrashLoopBackOff"',
    '{job="node-journal"} |= "CrashLoopBackOff"',
    '{container="argocd-application-controller"} |= "CrashLoopBackOff"',
    '{namespace="web", container="argocd-application-controller"} |= "CrashLoopBackOff"',
    '{app="argocd"} |= "CrashLoopBackOff"',
    '{pod=~"argocd-.+"} |= "CrashLoopBackOff"',
    '{pod=~".+-controller"} |= "CrashLoopBackOff"',
    '{service_name="argocd"} |= "CrashLoopBackOff"',
    '{job="node-journal", transport!="kernel"} |= "CrashLoopBackOff"',
    '{cluster="a"} |= "OOMKilled"',
    '{namespace="web"} |= "OOMKilled" or "error"',
    '{namespace="web"} |= "error" or "OOMKilled"',
    '{namespace="web"} != "OOMKilled"',
    '{namespace="web"} |~ "OOMKilled: .*"',
    '{namespace="web"} |= "the worker was oom killed"',
    '{namespace="web"} |~ "(?i)oom killed"',
    '{namespace="web"} |= "Out of memory"',
    '{namespace="web"} |= "Killing"',
    '{namespace="web"} |= "{\\"reason\\":\\"FailedMount\\""',
    '{job="kubernetes-events"} |= "OOMKilling"',
    '{job="kubernetes-events"} |= "OOMKill"',
    '{job="kubernetes-events"} | logfmt | reason="OOMKilling"',
    '{job="kubernetes-events"} | logfmt | reason=~"CrashLoopBackOff|BackOff"',
    '{job="kubernetes-events"} | logfmt | reason="CrashLoopBackOff" or type="Warning"',
    '{job="kubernetes-events"} | logfmt | reason!="OOMKilled"',
    '{namespace="web"} | logfmt | reason="OOMKilled"',
  ])("accepts %s", (selection) => {
    expect(gots(ruleNeverWritten, count(selection))).toEqual([]);
  });
});
