import type { KubeConfig } from "@kubernetes/client-node";
import { SettingsError } from "../settings/settings-error";
import type { Cluster } from "./cluster";
import { Connection } from "./connection";
import { withContext } from "./context";
import { credentialsOf } from "./credentials";
import { readKubeconfig } from "./kubeconfig";
import { proxiedService } from "./proxied";
import { contextOf, notesOf, type Surroundings, sourceOf } from "./source";
import { toolsFor } from "./tools";
import { type Client, typedApis } from "./typed";

/** The clusters that a kubeconfig knows. */
export interface Clusters {
  readonly contexts: readonly string[];
  /**
   * @param context null for the one that a deploy would take
   * @throws SettingsError for one that the kubeconfig doesn't have
   */
  cluster(context: string | null): Cluster;
}

/**
 * Finds the clusters, and asks none of them yet.
 * @throws SettingsError where there is no kubeconfig, or nothing to read it with
 */
export async function connect(surroundings: Surroundings): Promise<Clusters> {
  const client = await loadClient();
  const source = sourceOf(surroundings);
  const all = readKubeconfig(client, source);
  return {
    contexts: all.contexts.map(({ name }) => name),
    cluster: (context) => {
      const { environment } = surroundings;
      const config = withContext(client, all, { context: context ?? contextOf(surroundings), environment });
      const tools = toolsFor(source, config.currentContext, all.currentContext);
      return clusterOf(client, config, { tools, notes: notesOf(source) });
    },
  };
}

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
const METADATA_ALONE = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

function clusterOf(client: Client, config: KubeConfig, told: Pick<Cluster, "tools" | "notes">): Cluster {
  const connection = new Connection(config.getCurrentCluster()?.server ?? "", credentialsOf(config));
  const api = typedApis(client, connection);
  return {
    context: config.currentContext,
    server: connection.server,
    ...told,
    apis: (signal) => api(client.ApisApi, signal),
    core: (signal) => api(client.CoreV1Api, signal),
    coreMetadata: (signal) => api(client.CoreV1Api, signal, client.setHeaderMiddleware("Accept", METADATA_ALONE)),
    apps: (signal) => api(client.AppsV1Api, signal),
    storage: (signal) => api(client.StorageV1Api, signal),
    authentication: (signal) => api(client.AuthenticationV1Api, signal),
    authorization: (signal) => api(client.AuthorizationV1Api, signal),
    rbac: (signal) => api(client.RbacAuthorizationV1Api, signal),
    version: (signal) => api(client.VersionApi, signal),
    service: (namespace, name, port) => proxiedService(connection, { namespace, kind: "services", name, port }),
    pod: (namespace, name, port) => proxiedService(connection, { namespace, kind: "pods", name, port }),
  };
}

/** Loaded only here: the synthesis does without it, and installs without it. */
async function loadClient(): Promise<Client> {
  try {
    return await import("@kubernetes/client-node");
  } catch {
    throw new SettingsError({
      setting: "the way to the cluster",
      got: "no @kubernetes/client-node, which asks the API server",
      expected: "all packages of the project",
      why: "an installation without development packages leaves it out",
      remedy: 'run "npm ci"',
    });
  }
}
