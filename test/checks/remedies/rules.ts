import { stack } from "../stacks";
import { inQuery, type RemedyCase } from "./remedy";

const created = { name: "logs", create: true };
const alertmanager = { service: "alertmanager", namespace: "alerting" };
const toCreated = { service: "alertmanager", namespace: "logs" };
const unseen = { grafana: { namespace: "grafana" }, terraform: { lookUps: false } };

/** Remedies of the checks of rules that existed first, and of the stack's objects. */
export const ruleRemedies: readonly RemedyCase[] = [
  {
    check: "nfs-server-name",
    before: stack({ nfs: { server: "nfs.storage.svc.cluster.local", path: "/srv" } }),
    remedy: "write the address that",
    after: stack({ nfs: { server: "10.96.0.17", path: "/srv" } }),
  },
  {
    check: "created-namespace",
    before: stack({ namespace: created, alertmanager }),
    remedy: 'write grafana: { namespace: "…" } with the namespace that "kubectl get pods -A" shows for Grafana',
    after: stack({ namespace: created, alertmanager, grafana: { namespace: "grafana" } }),
  },
  {
    check: "created-namespace",
    before: stack({ namespace: created, alertmanager }),
    remedy: 'If Grafana runs in "logs", write namespace: { name: "logs", create: false }',
    after: stack({ namespace: { name: "logs", create: false }, alertmanager }),
  },
  {
    check: "created-namespace",
    before: stack({ namespace: created, alertmanager }),
    remedy: 'write grafana: { namespace: "logs" }',
    after: stack({ namespace: created, alertmanager, grafana: { namespace: "logs" } }),
  },
  {
    check: "created-namespace",
    before: stack({ ...unseen, namespace: created, alertmanager: toCreated }),
    remedy: 'If it runs in "logs", write namespace: { name: "logs", create: false }',
    after: stack({ ...unseen, namespace: { name: "logs", create: false }, alertmanager: toCreated }),
  },
  inQuery(
    "rule-window",
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [30s])) > 5',
    "use [2m]",
    'sum by (namespace) (count_over_time({namespace="web"} |= "boom" [2m])) > 5',
  ),
  inQuery(
    "rule-negative-match",
    'sum by (namespace) (count_over_time({container="web"} | json | user!="root" | __error__="" [5m])) > 5',
    'write | user!="" | user!="root"',
    'sum by (namespace) (count_over_time({container="web"} | json | user!="" | user!="root" | __error__="" [5m])) > 5',
  ),
  inQuery(
    "rule-parser-error",
    'sum by (namespace) (count_over_time({container="web"} |= "error" | json [5m])) > 5',
    'write | json | __error__=""',
    'sum by (namespace) (count_over_time({container="web"} |= "error" | json | __error__="" [5m])) > 5',
  ),
];
