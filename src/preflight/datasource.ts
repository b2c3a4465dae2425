import type { CoreV1Api, V1ConfigMap } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, pass } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/rbac";
import { listed } from "../diagnostics/text";
import { DATASOURCE_LABEL, DATASOURCE_ORG } from "../grafana/datasource";
import type { GrafanaModel } from "../grafana/model";
import { listAll } from "../kube/lists";
import type { Model } from "../model";
import { isPlainObject } from "../settings/plain-object";
import { Duration } from "../units";
import type { InOwnNamespace } from "./context";
import { namespace } from "./namespace";
import { helmOwner } from "./owner";

export const causes = {
  ofRelease: cause(
    "The Helm release <release> provisions its own datasource, as loki-stack does, or kube-prometheus-stack with additionalDataSources.",
    "to find the value that disables it: helm get values --all <release> --namespace <releaseNamespace>; or uninstall a release that is unused",
  ),
  leftOver: cause(
    "An earlier installation of Loki, or a user, left the ConfigMap <configMap>.",
    "to see its owner: kubectl --namespace <namespace> get configmap <configMap> --output yaml --show-managed-fields; if it is yours, delete it",
  ),
};

export interface DatasourceEvidence {
  /** All in Grafana's namespace that have the sidecar's label. */
  readonly configMaps: readonly V1ConfigMap[];
  readonly grafana: GrafanaModel;
}

/** What the diagnostic needs of preflight's context. */
export interface DatasourceContext {
  readonly stack: { readonly model: Pick<Model, "grafana" | "namespace"> };
  readonly cluster: { core(signal: AbortSignal): Pick<CoreV1Api, "listNamespacedConfigMap"> };
  readonly inOwnNamespace: InOwnNamespace;
}

/**
 * Only ConfigMaps in Grafana's namespace are read. A sidecar may also read Secrets and other namespaces, but preflight
 * should not need permission for those.
 */
export const datasource = diagnostic<DatasourceContext, DatasourceEvidence>({
  id: "datasource",
  title: "No other file provisions a Grafana datasource of that name or uid",
  after: [namespace],
  failure: "grafana",
  timeout: Duration.seconds(10),
  permissions: ({ grafana }) => [inNamespace(grafana.namespace, "configmaps", ["list"])],
  causes,
  collect: async ({ stack, cluster, inOwnNamespace }, signal) => {
    const { grafana, namespace: own } = stack.model;
    const selection = { namespace: grafana.namespace, labelSelector: DATASOURCE_LABEL };
    const request = listAll((page) => cluster.core(signal).listNamespacedConfigMap({ ...selection, ...page }));
    const isOwn = grafana.namespace === own.name;
    return { grafana, configMaps: isOwn ? ((await inOwnNamespace(request)) ?? []) : await request };
  },
  analyze: ({ configMaps, grafana }) => {
    const files = configMaps.filter(({ metadata }) => metadata?.name !== grafana.configMap).flatMap(filesOf);
    const clashes = files.flatMap((file) => clashesOf(file, grafana).map((action) => ({ ...file, action })));
    const [first] = clashes;
    if (first === undefined) return pass(countOf(files), ...notesOf(files, grafana));
    return fail({
      got: listed(clashes.map(({ configMap, action }) => `the ConfigMap ${nameOf(configMap)} ${action}`)),
      expected:
        "only the stack's own datasource with that name and uid: with two, Grafana exits or uses the file that it reads last",
      causes: [causeOf(first, grafana)],
    });
  },
});

function causeOf({ configMap }: DatasourceFile, { namespace: grafanaNamespace }: GrafanaModel): Cause {
  const owner = helmOwner(configMap.metadata);
  return owner === null
    ? causes.leftOver({ namespace: grafanaNamespace, configMap: nameOf(configMap) })
    : causes.ofRelease({ release: owner.name, releaseNamespace: owner.namespace });
}

/** A datasource in a file. The uid is empty if Grafana chooses it. */
interface NamedDatasource {
  readonly name: string;
  readonly uid: string;
}

/** What a file does in the organization of the stack's datasource. */
interface Provisioning {
  readonly deleted: readonly NamedDatasource[];
  readonly provisioned: readonly NamedDatasource[];
}

/** A file in a ConfigMap that Grafana's sidecar reads. */
interface DatasourceFile {
  readonly configMap: V1ConfigMap;
  readonly key: string;
  /** Null if the file is invalid. */
  readonly provisioning: Provisioning | null;
}

/** What a file does to the stack's datasource, or to one that Grafana takes for it. */
function clashesOf(
  { provisioning }: DatasourceFile,
  { datasource: own, uid: ownUid }: GrafanaModel,
): readonly string[] {
  if (provisioning === null) return [];
  const { deleted, provisioned } = provisioning;
  const clashing = provisioned.filter(({ name, uid }) => name === own || uid === ownUid);
  if (clashing.length === 0 && deleted.some(({ name }) => name === own)) return [`deletes "${own}"`];
  return clashing.map(({ name, uid }) => `provisions "${name}"${uid === "" ? "" : ` with uid "${uid}"`}`);
}

/** Grafana reads only these files in the sidecar's folder. */
const READ_BY_GRAFANA = /\.ya?ml$/;

function filesOf(configMap: V1ConfigMap): readonly DatasourceFile[] {
  return Object.entries(configMap.data ?? {})
    .filter(([key]) => READ_BY_GRAFANA.test(key))
    .map(([key, text]) => ({ configMap, key, provisioning: readProvisioning(text) }));
}

function readProvisioning(text: string): Provisioning | null {
  const content = contentOf(text);
  if (!isPlainObject(content)) return null;
  return { deleted: datasourcesIn(content["deleteDatasources"]), provisioned: datasourcesIn(content["datasources"]) };
}

/** Grafana reads the first document of a file. An empty file provisions nothing. */
function contentOf(text: string): unknown {
  const [first] = parseAllDocuments(text, { version: "1.1" });
  if (first === undefined) return {};
  try {
    return first.errors.length > 0 ? null : (first.toJS() ?? {});
  } catch {
    // An alias without an anchor.
    return null;
  }
}

function datasourcesIn(list: unknown): readonly NamedDatasource[] {
  if (!Array.isArray(list)) return [];
  return list
    .filter(isPlainObject)
    .filter(isInOrg)
    .map(({ name, uid }) => ({ name: String(name ?? ""), uid: String(uid ?? "") }));
}

/** Names and uids are unique within an organization. Grafana reads a missing id, or 0, as its first organization. */
function isInOrg({ orgId }: Readonly<Record<string, unknown>>): boolean {
  return [DATASOURCE_ORG, 0].includes(Number(orgId ?? 0));
}

function countOf({ length }: readonly DatasourceFile[]): string {
  return length === 0 ? "no other file" : `${length} other file${length === 1 ? "" : "s"}`;
}

function notesOf(files: readonly DatasourceFile[], { namespace: read }: GrafanaModel): readonly string[] {
  const invalid = files.filter(({ provisioning }) => provisioning === null);
  const names = invalid.map(({ configMap, key }) => `${key} of ${nameOf(configMap)}`);
  return [
    ...(invalid.length === 0 ? [] : [`invalid YAML: ${listed(names)}`]),
    `read only ConfigMaps in "${read}", not Secrets, other namespaces, or Grafana's own files and database`,
  ];
}

function nameOf({ metadata }: V1ConfigMap): string {
  return metadata?.name ?? "";
}
