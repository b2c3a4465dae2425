import type { V1ConfigMap } from "@kubernetes/client-node";
import { DATASOURCE_ORG } from "../../grafana/datasource";
import { isMapping } from "../../mapping";
import { Refusal } from "../../refusal";
import { readMapping } from "../../terraform/yaml";

/** A datasource that a file gives Grafana. */
export interface GivenDatasource {
  readonly name: string;
  /** Empty where Grafana invents one, or keeps the one that the name has already. */
  readonly uid: string;
}

/** A file of a ConfigMap that Grafana's sidecar finds. */
export interface DatasourceFile {
  readonly configMap: V1ConfigMap;
  readonly key: string;
  /** Those of the organization in which the plan's is; null where the file can't be read. */
  readonly datasources: readonly GivenDatasource[] | null;
}

/** Grafana reads nothing else of the folder into which the sidecar writes. */
const READ_BY_GRAFANA = /\.ya?ml$/;

export function filesOf(configMap: V1ConfigMap): readonly DatasourceFile[] {
  return Object.entries(configMap.data ?? {})
    .filter(([key]) => READ_BY_GRAFANA.test(key))
    .map(([key, text]) => ({ configMap, key, datasources: readDatasources(key, text) }));
}

function readDatasources(key: string, text: string): readonly GivenDatasource[] | null {
  try {
    const { datasources } = readMapping(key, text);
    return Array.isArray(datasources) ? datasources.filter(isMapping).filter(isInOrg).map(datasourceOf) : [];
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function isInOrg({ orgId }: Readonly<Record<string, unknown>>): boolean {
  return Number(orgId ?? 0) === 0 || Number(orgId) === DATASOURCE_ORG;
}

function datasourceOf({ name, uid }: Readonly<Record<string, unknown>>): GivenDatasource {
  return { name: String(name ?? ""), uid: String(uid ?? "") };
}
