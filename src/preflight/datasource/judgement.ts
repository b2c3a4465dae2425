import type { V1ConfigMap } from "@kubernetes/client-node";
import type { GrafanaModel } from "../../grafana/model";
import { listed } from "../../live/listed";
import { broken, holds, type Outcome } from "../../live/outcome";
import { LEFTOVER, OF_RELEASE } from "./causes";
import { type DatasourceFile, filesOf, type GivenDatasource } from "./files";

/** @param configMaps all in Grafana's namespace that have the sidecar's label */
export function judgeDatasources(configMaps: readonly V1ConfigMap[], model: GrafanaModel): Outcome {
  const files = configMaps.filter(({ metadata }) => metadata?.name !== model.configMap).flatMap(filesOf);
  const clashes = files.flatMap(({ configMap, datasources }) =>
    (datasources ?? []).flatMap((given) => clashOf(given, model).map((found) => ({ configMap, found }))),
  );
  const [first] = clashes;
  if (first === undefined) return holds(counted(files), ...notesOf(files, model));
  const { "meta.helm.sh/release-name": release, "meta.helm.sh/release-namespace": releaseNamespace } =
    first.configMap.metadata?.annotations ?? {};
  return broken({
    found: listed(clashes.map(({ configMap, found }) => `${nameOf(configMap)} has ${found}`)),
    wanted: `"${model.datasource}" and uid "${model.uid}" for the plan's datasource alone`,
    causes: release === undefined ? [LEFTOVER] : [OF_RELEASE],
    names: {
      namespace: model.namespace,
      configmap: nameOf(first.configMap),
      ...(release !== undefined && { release, "release-namespace": releaseNamespace ?? model.namespace }),
    },
  });
}

/** What a file's datasource does to the plan's; nothing where they don't meet. */
function clashOf({ name, uid }: GivenDatasource, { datasource, uid: own }: GrafanaModel): readonly string[] {
  if (name !== datasource && uid !== own) return [];
  // Grafana updates what has the name, and leaves it the uid that it has.
  if (name === datasource && (uid === "" || uid === own)) return [`another "${name}", and the one read last counts`];
  return [`"${name}" with uid "${uid}", at which Grafana ends`];
}

function counted({ length }: readonly DatasourceFile[]): string {
  return length === 0 ? "no other file" : `${length} other file${length === 1 ? "" : "s"}`;
}

function notesOf(files: readonly DatasourceFile[], { namespace }: GrafanaModel): readonly string[] {
  const unread = files.filter(({ datasources }) => datasources === null);
  const names = unread.map(({ configMap, key }) => `${key} of ${nameOf(configMap)}`);
  return [
    ...(unread.length === 0 ? [] : [`no YAML that could be read: ${listed(names)}`]),
    `only ConfigMaps in "${namespace}" are read: the sidecar may look in Secrets and other namespaces, too`,
  ];
}

function nameOf({ metadata }: V1ConfigMap): string {
  return metadata?.name ?? "";
}
