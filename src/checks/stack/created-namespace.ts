import type { Model } from "../../model";
import type { Check, Finding } from "../check";

export const createdNamespace: Check = {
  id: "created-namespace",
  title: "Grafana and Alertmanager are not expected in the namespace that the stack creates",
  severity: "warning",
  why: "a new namespace is empty, and the apply fails if the namespace exists already",
  remedy: "name the namespace in which Grafana or Alertmanager runs, or use it for the stack with create: false",
  evidence: "Kubernetes rejects the creation of a namespace that exists (AlreadyExists); Terraform doesn't adopt it",
  find({ model }) {
    return model.namespace.create ? [...grafana(model), ...alertmanager(model)] : [];
  },
};

/** A user who writes the namespace of the stack knows that Grafana must come to it later. */
function grafana({ namespace: { name }, grafana: { namespace }, isGrafanaDeclared }: Model): readonly Finding[] {
  if (isGrafanaDeclared || namespace !== name) return [];
  return [
    {
      setting: "grafana.namespace",
      got: `nothing, which means "${name}", the namespace that the stack creates`,
      expected: "the namespace of Grafana, which loads the datasource",
      remedy: `write grafana: { namespace: "…" } with the namespace that "kubectl get pods -A" shows for Grafana. If Grafana runs in "${name}", write namespace: { name: "${name}", create: false }. If you install it there after the apply, write grafana: { namespace: "${name}" }`,
    },
  ];
}

/** With look-ups, the settings refuse it. */
function alertmanager({ namespace: { name }, alerting }: Model): readonly Finding[] {
  if (alerting.alertmanager?.namespace !== name) return [];
  return [
    {
      setting: "alertmanager.namespace",
      got: `"${name}", the namespace that the stack creates`,
      expected: "a namespace in which Alertmanager runs",
      remedy: `write the namespace that "kubectl get service -A" shows for Alertmanager. If it runs in "${name}", write namespace: { name: "${name}", create: false }`,
    },
  ];
}
