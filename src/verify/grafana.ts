import type { CoreV1Api } from "@kubernetes/client-node";
import { apiServer } from "../diagnostics/api-server";
import { cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { absent, fail, type Outcome, skipped } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/rbac";
import { DATASOURCE_LABELS } from "../grafana/datasource";
import type { GrafanaModel } from "../grafana/model";
import { ignoreNotFound } from "../kube/errors";
import type { Model } from "../model";
import { Duration } from "../units";
import type { VerifyContext } from "./context";
import { analyzeAnswers, answerCauses, collectAnswers, type GrafanaAnswers } from "./grafana-answers";

export const causes = {
  noLabel: cause("The label by which Grafana's sidecar finds the ConfigMap was removed.", "npm run deploy"),
  ...answerCauses,
};

export interface GrafanaEvidence {
  readonly model: GrafanaModel;
  /** The labels of the ConfigMap. Null if it does not exist. */
  readonly labels: Readonly<Record<string, string>> | null;
  /** Null without `--grafana-url`. */
  readonly answers: GrafanaAnswers | null;
}

/** What the diagnostic needs of verify's context. */
export interface GrafanaContext extends Pick<VerifyContext, "grafana"> {
  readonly stack: { readonly model: Pick<Model, "grafana"> };
  readonly cluster: ConfigMapReader;
}

interface ConfigMapReader {
  core(signal: AbortSignal): Pick<CoreV1Api, "readNamespacedConfigMap">;
}

export const grafana = diagnostic<GrafanaContext, GrafanaEvidence>({
  id: "grafana",
  title: "Grafana's datasource is healthy",
  after: [apiServer],
  failure: "grafana",
  // Grafana waits for Loki for 30 s before it reports a failure.
  timeout: Duration.seconds(40),
  permissions: ({ grafana: { namespace } }) => [inNamespace(namespace, "configmaps", ["get"])],
  causes,
  collect: async ({ stack, cluster, grafana: service }, signal) => {
    const { grafana: model } = stack.model;
    const labels = await labelsOf(cluster, model, signal);
    const isVisible = analyzeLabels(labels) === null;
    return { model, labels, answers: service && isVisible ? await collectAnswers(service, model, signal) : null };
  },
  analyze: ({ model, labels, answers }) => {
    const fault = analyzeLabels(labels);
    if (fault !== null) return fault;
    return answers === null ? skipped(HOW_TO_ASK) : analyzeAnswers(answers, model);
  },
});

const HOW_TO_ASK =
  "Grafana requires authentication: pass its address with --grafana-url, and set GRAFANA_TOKEN (role Viewer)";

async function labelsOf(cluster: ConfigMapReader, { configMap, namespace }: GrafanaModel, signal: AbortSignal) {
  const found = await ignoreNotFound(cluster.core(signal).readNamespacedConfigMap({ name: configMap, namespace }));
  return found && (found.metadata?.labels ?? {});
}

/** Returns null if the sidecar can find the ConfigMap. */
function analyzeLabels(labels: GrafanaEvidence["labels"]): Outcome | null {
  if (labels === null) return absent("no ConfigMap for Grafana's sidecar");
  const missing = Object.entries(DATASOURCE_LABELS).filter(([label, value]) => labels[label] !== value);
  if (missing.length === 0) return null;
  return fail({
    got: "a ConfigMap without the sidecar's label",
    expected: missing.map(([label, value]) => `the label ${label}: "${value}"`).join(),
    causes: [causes.noLabel()],
  });
}
