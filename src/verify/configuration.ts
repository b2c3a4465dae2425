import type { V1ConfigMap, V1PodTemplateSpec } from "@kubernetes/client-node";
import { PIPELINE_KEY } from "../alloy/chart-values";
import { print } from "../alloy/syntax";
import { apiServer } from "../diagnostics/api-server";
import { cause, provenOr } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { absent, fail, notDeployed, type Outcome, pass } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/rbac";
import { listed } from "../diagnostics/text";
import { DATASOURCE_KEY, datasourceFile } from "../grafana/datasource";
import { ignoreNotFound } from "../kube/errors";
import { DIGEST_ANNOTATION, digestOf } from "../stack/digest";
import type { RenderedAlloy, RenderedStack } from "../stack/rendered-stack";
import { Duration } from "../units";
import type { VerifyContext } from "./context";
import { lokiPermission } from "./loki";
import { collectLokiConfiguration, type LokiConfigurationEvidence } from "./loki-configuration";

export const causes = {
  edited: cause("The ConfigMap <configMap> was edited in the cluster after the apply.", "npm run deploy"),
  editedRelease: cause(
    "The ConfigMap <configMap> was edited in the cluster after the apply. Terraform does not see that in a Helm release, so an apply does not change it.",
    "helm get manifest <release> --namespace <namespace> | kubectl --namespace <namespace> apply --server-side --force-conflicts --field-manager helm --filename -",
  ),
  rolledBack: cause(
    "The apply wrote the stack's ConfigMaps. Then Loki's Helm release failed and was rolled back.",
    "helm history <release> --namespace <namespace>",
  ),
  olderPod: cause(
    "Loki started before its ConfigMap changed. It reads its configuration only when it starts.",
    "kubectl --namespace <namespace> rollout restart statefulset/<release>",
  ),
  overridden: cause(
    "An argument or an environment variable of the pod overrides the configuration.",
    "kubectl --namespace <namespace> get statefulset <release> --output jsonpath='{.spec.template.spec.containers[0].args}'",
  ),
};

/** Files by name, as a ConfigMap contains them. */
type Files = Readonly<Record<string, string>>;

/** A ConfigMap of the stack. */
export interface ConfigMapEvidence {
  /** Its name, or how the name starts if it is missing. */
  readonly name: string;
  readonly namespace: string;
  /** Null if it does not exist, or nothing mounts it. */
  readonly configMap: V1ConfigMap | null;
  readonly expected: Files;
}

export interface ConfigurationEvidence {
  /** The digest of the local stack. */
  readonly digest: string;
  readonly configMaps: readonly ConfigMapEvidence[];
  readonly loki: LokiConfigurationEvidence;
}

export const configuration = diagnostic<VerifyContext, ConfigurationEvidence>({
  id: "configuration",
  title: "The cluster has the local configuration",
  after: [apiServer],
  failure: "cluster",
  timeout: Duration.seconds(30),
  permissions: (model) => {
    const { namespace, grafana, alloy } = model;
    const namespaces = [...new Set([namespace.name, grafana.namespace])];
    return [
      ...namespaces.map((name) => inNamespace(name, "configmaps", ["get"])),
      inNamespace(namespace.name, "daemonsets", ["get"], "apps"),
      ...(alloy.events === null ? [] : [inNamespace(namespace.name, "deployments", ["get"], "apps")]),
      lokiPermission(model),
    ];
  },
  causes,
  collect: async (context, signal) => {
    const [configMaps, loki] = await Promise.all([
      collectConfigMaps(context, signal),
      collectLokiConfiguration(context, signal),
    ]);
    return { digest: digestOf(context.stack), configMaps, loki };
  },
  // With another digest the cluster runs another version, whatever the texts are. With the same digest every difference
  // is a fault.
  analyze: (evidence) =>
    missing(evidence) ??
    otherVersion(evidence) ??
    otherText(evidence) ??
    otherLokiText(evidence.loki) ??
    otherRunning(evidence.loki) ??
    same(evidence),
});

/** The ConfigMaps that the stack itself creates: rules, datasource, and the pipelines that the agents mount. */
function collectConfigMaps(context: VerifyContext, signal: AbortSignal): Promise<readonly ConfigMapEvidence[]> {
  const { stack, cluster } = context;
  const { namespace: own, loki, grafana } = stack.model;
  const namespace = own.name;
  const apps = cluster.apps(signal);
  const { agent, events } = stack;
  return Promise.all([
    read(context, { name: loki.rules.configMap, namespace, expected: ruleFiles(stack) }, signal),
    readMounted(context, agent, (name) => apps.readNamespacedDaemonSet({ name, namespace }), signal),
    ...(events === null
      ? []
      : [readMounted(context, events, (name) => apps.readNamespacedDeployment({ name, namespace }), signal)]),
    read(context, { name: grafana.configMap, namespace: grafana.namespace, expected: datasourceFiles(stack) }, signal),
  ]);
}

async function read(
  { cluster }: VerifyContext,
  known: Omit<ConfigMapEvidence, "configMap">,
  signal: AbortSignal,
): Promise<ConfigMapEvidence> {
  const { name, namespace } = known;
  const configMap = await ignoreNotFound(cluster.core(signal).readNamespacedConfigMap({ name, namespace }));
  return { ...known, configMap };
}

interface Workload {
  readonly spec?: { readonly template: V1PodTemplateSpec };
}

async function readMounted(
  context: VerifyContext,
  alloy: RenderedAlloy,
  readWorkload: (name: string) => Promise<Workload>,
  signal: AbortSignal,
): Promise<ConfigMapEvidence> {
  const known = { namespace: context.stack.model.namespace.name, expected: pipelineFiles(alloy) };
  const name = mountedName(await ignoreNotFound(readWorkload(alloy.release)), `${alloy.configMap}-`);
  if (name === null) return { ...known, name: `${alloy.configMap}-…`, configMap: null };
  return read(context, { ...known, name }, signal);
}

/** The API server generates the end of the name. */
export function mountedName(workload: Workload | null, prefix: string): string | null {
  const volumes = workload?.spec?.template.spec?.volumes ?? [];
  return volumes.map(({ configMap }) => configMap?.name ?? "").find((name) => name.startsWith(prefix)) ?? null;
}

function ruleFiles({ model }: RenderedStack): Files {
  return Object.fromEntries(model.alerting.files.map(({ name, text }) => [name, text]));
}

function datasourceFiles({ model }: RenderedStack): Files {
  return { [DATASOURCE_KEY]: datasourceFile(model.grafana) };
}

function pipelineFiles({ pipeline }: RenderedAlloy): Files {
  return { [PIPELINE_KEY]: print(pipeline) };
}

function missing({ configMaps, loki }: ConfigurationEvidence): Outcome | null {
  const names = [
    ...configMaps.filter(({ configMap }) => configMap === null).map(({ name }) => name),
    ...(loki.written === null ? [loki.name] : []),
  ];
  if (names.length === 0) return null;
  if (names.length === configMaps.length + 1) return absent("the cluster has none of the stack's ConfigMaps");
  return notDeployed(`missing: ${listed(names)}`);
}

function otherVersion({ digest, configMaps }: ConfigurationEvidence): Outcome | null {
  const others = configMaps.filter(({ configMap }) => digestIn(configMap) !== digest);
  if (others.length === 0) return null;
  const names = listed(others.map(({ name, configMap }) => `${name} (${shortened(digestIn(configMap))})`));
  return notDeployed(`the local stack has the digest ${shortened(digest)}; with another: ${names}`);
}

function digestIn(configMap: V1ConfigMap | null): string {
  return configMap?.metadata?.annotations?.[DIGEST_ANNOTATION] ?? "unknown";
}

/** As long as git's short hashes. */
function shortened(digest: string): string {
  return digest.slice(0, 12);
}

const EXPECTED_TEXT = "the synthesized text";

function otherText({ configMaps }: ConfigurationEvidence): Outcome | null {
  for (const { name, configMap, expected } of configMaps) {
    const difference = firstDifference(expected, configMap?.data ?? {});
    if (difference === null) continue;
    const got = `the ConfigMap ${name} differs: ${difference}`;
    return fail({ got, expected: EXPECTED_TEXT, causes: [causes.edited({ configMap: name })] });
  }
  return null;
}

/** Where the files first differ: "rules.yaml, line 12". Null if they are the same. */
export function firstDifference(expected: Files, found: Files): string | null {
  for (const [key, text] of Object.entries(expected)) {
    const other = found[key];
    if (other === undefined) return `${key} is missing`;
    if (other !== text) return `${key}, line ${firstOtherLine(text, other)}`;
  }
  const added = Object.keys(found).find((key) => !Object.hasOwn(expected, key));
  return added === undefined ? null : `${added}, which the stack does not have`;
}

function firstOtherLine(expected: string, found: string): number {
  const [lines, others] = [expected.split("\n"), found.split("\n")];
  const index = lines.findIndex((line, number) => line !== others[number]);
  return 1 + (index === -1 ? lines.length : index);
}

/** Helm and its Terraform provider are the only managers of a ConfigMap that was not edited. */
const HELM = /helm|terraform/i;

function otherLokiText({ name, namespace, written, managers }: LokiConfigurationEvidence): Outcome | null {
  if (written === null || written.length === 0) return null;
  const got = `the ConfigMap ${name} differs: ${listed(written)}`;
  const facts = { release: name, namespace, configMap: name };
  const [rolledBack, edited] = [causes.rolledBack(facts), causes.editedRelease(facts)];
  const isEdited = managers.some((manager) => !HELM.test(manager));
  const proven = managers.length === 0 ? [] : [isEdited ? edited : rolledBack];
  return fail({ got, expected: EXPECTED_TEXT, causes: provenOr(proven, [rolledBack, edited]) });
}

function otherRunning({ name, namespace, running, isOlder }: LokiConfigurationEvidence): Outcome | null {
  if (running === null || running.length === 0) return null;
  const got = `the running Loki differs from its ConfigMap: ${listed(running)}`;
  const facts = { release: name, namespace };
  const [olderPod, overridden] = [causes.olderPod(facts), causes.overridden(facts)];
  const proven = isOlder === null ? [] : [isOlder ? olderPod : overridden];
  return fail({ failure: "loki", got, expected: EXPECTED_TEXT, causes: provenOr(proven, [olderPod, overridden]) });
}

function same({ digest, configMaps, loki }: ConfigurationEvidence): Outcome {
  const note = loki.running === null ? "the running Loki did not answer" : "the running Loki uses it";
  return pass(`${configMaps.length + 1} ConfigMaps with the digest ${shortened(digest)}`, note);
}
