import type { V1ConfigMap } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import { DATASOURCE_ORG } from "../../grafana/datasource";
import { isPlainObject } from "../../settings/plain-object";

/** A datasource as a file names it; its uid is empty where the file leaves it to Grafana. */
export interface NamedDatasource {
  readonly name: string;
  readonly uid: string;
}

/** What a file does in the organization in which the plan's datasource is. */
export interface Provisioning {
  readonly deleted: readonly NamedDatasource[];
  readonly given: readonly NamedDatasource[];
}

/** A file of a ConfigMap that Grafana's sidecar finds. */
export interface DatasourceFile {
  readonly configMap: V1ConfigMap;
  readonly key: string;
  /** Null where it can't be read. */
  readonly provisioning: Provisioning | null;
}

/** Grafana reads nothing else of the folder into which the sidecar writes. */
const READ_BY_GRAFANA = /\.ya?ml$/;

export function filesOf(configMap: V1ConfigMap): readonly DatasourceFile[] {
  return Object.entries(configMap.data ?? {})
    .filter(([key]) => READ_BY_GRAFANA.test(key))
    .map(([key, text]) => ({ configMap, key, provisioning: readProvisioning(text) }));
}

function readProvisioning(text: string): Provisioning | null {
  const content = contentOf(text);
  if (!isPlainObject(content)) return null;
  return { deleted: namedBy(content["deleteDatasources"]), given: namedBy(content["datasources"]) };
}

/** Grafana reads the first document of a file, and nothing from an empty one. */
function contentOf(text: string): unknown {
  const [first] = parseAllDocuments(text, { version: "1.1" });
  if (first === undefined) return {};
  try {
    return first.errors.length > 0 ? null : (first.toJS() ?? {});
  } catch {
    // An alias of no anchor.
    return null;
  }
}

function namedBy(list: unknown): readonly NamedDatasource[] {
  return Array.isArray(list) ? list.filter(isPlainObject).filter(isInOrg).map(named) : [];
}

/** Each organization has names and uids of its own. */
function isInOrg({ orgId }: Readonly<Record<string, unknown>>): boolean {
  return [DATASOURCE_ORG, LEFT_OUT].includes(Number(orgId ?? LEFT_OUT));
}

/** Grafana reads it as its first organization. */
const LEFT_OUT = 0;

function named({ name, uid }: Readonly<Record<string, unknown>>): NamedDatasource {
  return { name: String(name ?? ""), uid: String(uid ?? "") };
}
