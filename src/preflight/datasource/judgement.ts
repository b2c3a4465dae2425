import type { V1ConfigMap } from "@kubernetes/client-node";
import type { Names } from "../../diagnostics/cause";
import { listed } from "../../diagnostics/listed";
import { broken, holds, type Outcome } from "../../diagnostics/outcome";
import type { GrafanaModel } from "../../grafana/model";
import { helmOwner } from "../owner";
import { LEFTOVER, OF_RELEASE } from "./causes";
import { type DatasourceFile, filesOf } from "./files";

/** @param configMaps all in Grafana's namespace that have the sidecar's label */
export function judgeDatasources(configMaps: readonly V1ConfigMap[], model: GrafanaModel): Outcome {
  const files = configMaps.filter(({ metadata }) => metadata?.name !== model.configMap).flatMap(filesOf);
  const clashes = files.flatMap((file) => clashesOf(file, model).map((found) => ({ ...file, found })));
  const [first] = clashes;
  if (first === undefined) return holds(counted(files), ...notesOf(files, model));
  const release = releaseOf(first);
  return broken({
    found: listed(clashes.map(({ configMap, found }) => `the ConfigMap ${nameOf(configMap)} ${found}`)),
    expected: "the plan's alone with that name and uid: at two, Grafana ends or follows the file that it reads last",
    causes: release === null ? [LEFTOVER] : [OF_RELEASE],
    names: { namespace: model.namespace, configmap: nameOf(first.configMap), ...release },
  });
}

/** What a file does to the plan's datasource, or to what Grafana takes for it. */
function clashesOf({ provisioning }: DatasourceFile, { datasource, uid: own }: GrafanaModel): readonly string[] {
  if (provisioning === null) return [];
  const { deleted, given } = provisioning;
  const meeting = given.filter(({ name, uid }) => name === datasource || uid === own);
  if (meeting.length === 0 && deleted.some(({ name }) => name === datasource)) return [`deletes "${datasource}"`];
  return meeting.map(({ name, uid }) => `gives "${name}"${uid === "" ? "" : ` with uid "${uid}"`}`);
}

function releaseOf({ configMap }: DatasourceFile): Names | null {
  const owner = helmOwner(configMap.metadata);
  return owner && { release: owner.name, "release-namespace": owner.namespace };
}

function counted({ length }: readonly DatasourceFile[]): string {
  return length === 0 ? "no other file" : `${length} other file${length === 1 ? "" : "s"}`;
}

function notesOf(files: readonly DatasourceFile[], { namespace }: GrafanaModel): readonly string[] {
  const unread = files.filter(({ provisioning }) => provisioning === null);
  const names = unread.map(({ configMap, key }) => `${key} of ${nameOf(configMap)}`);
  return [
    ...(unread.length === 0 ? [] : [`no YAML that could be read: ${listed(names)}`]),
    `only ConfigMaps in "${namespace}" are read: not Secrets, other namespaces or Grafana's own files and database`,
  ];
}

function nameOf({ metadata }: V1ConfigMap): string {
  return metadata?.name ?? "";
}
