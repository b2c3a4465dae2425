import type {
  ApisApi,
  AppsV1Api,
  AuthenticationV1Api,
  AuthorizationV1Api,
  CoreV1Api,
  KubeConfig,
  NetworkingV1Api,
  ObservableMiddleware,
  RbacAuthorizationV1Api,
  StorageV1Api,
  VersionApi,
} from "@kubernetes/client-node";
import { missingPackage } from "../settings/errors";
import { type Api, type ClientLibrary, Connection, typedApi } from "./connection";
import { credentialsOf } from "./credentials";
import { type HttpService, proxiedService } from "./http-service";
import {
  defaultContext,
  type KubeconfigProps,
  kubeconfigNotes,
  kubeconfigSource,
  readKubeconfig,
  selectContext,
} from "./kubeconfig";
import { type Tools, toolsFor } from "./tools";

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
const METADATA_ONLY = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

export interface ClusterProps extends Pick<Cluster, "tools" | "notes"> {
  readonly library: ClientLibrary;
  /** Must have a current context. */
  readonly config: KubeConfig;
}

/** A client for the cluster of one kubeconfig context. Each request ends when its signal aborts. */
export class Cluster {
  readonly context: string;
  /** The URL of the API server. */
  readonly server: string;
  readonly tools: Tools;
  /** Notes for the user about the kubeconfig, one line each. */
  readonly notes: readonly string[];
  private readonly library: ClientLibrary;
  private readonly connection: Connection;

  constructor({ library, config, tools, notes }: ClusterProps) {
    this.context = config.currentContext;
    this.server = config.getCurrentCluster()?.server ?? "";
    this.tools = tools;
    this.notes = notes;
    this.library = library;
    this.connection = new Connection(this.server, credentialsOf(config));
  }

  /** Lists API groups. */
  apis(signal: AbortSignal): ApisApi {
    return this.api(this.library.ApisApi, signal);
  }

  core(signal: AbortSignal): CoreV1Api {
    return this.api(this.library.CoreV1Api, signal);
  }

  /** Lists objects with their metadata only, so the API server doesn't send the data of Secrets. */
  coreMetadata(signal: AbortSignal): CoreV1Api {
    const { CoreV1Api, setHeaderMiddleware } = this.library;
    return this.api(CoreV1Api, signal, setHeaderMiddleware("Accept", METADATA_ONLY));
  }

  apps(signal: AbortSignal): AppsV1Api {
    return this.api(this.library.AppsV1Api, signal);
  }

  networking(signal: AbortSignal): NetworkingV1Api {
    return this.api(this.library.NetworkingV1Api, signal);
  }

  rbac(signal: AbortSignal): RbacAuthorizationV1Api {
    return this.api(this.library.RbacAuthorizationV1Api, signal);
  }

  storage(signal: AbortSignal): StorageV1Api {
    return this.api(this.library.StorageV1Api, signal);
  }

  authentication(signal: AbortSignal): AuthenticationV1Api {
    return this.api(this.library.AuthenticationV1Api, signal);
  }

  authorization(signal: AbortSignal): AuthorizationV1Api {
    return this.api(this.library.AuthorizationV1Api, signal);
  }

  version(signal: AbortSignal): VersionApi {
    return this.api(this.library.VersionApi, signal);
  }

  /** Returns a Service, reached through the API server's proxy. */
  service(namespace: string, name: string, port: number): HttpService {
    return proxiedService(this.connection, { namespace, kind: "services", name, port });
  }

  /** Returns a pod, reached through the API server's proxy. */
  pod(namespace: string, name: string, port: number): HttpService {
    return proxiedService(this.connection, { namespace, kind: "pods", name, port });
  }

  private api<T>(api: Api<T>, signal: AbortSignal, ...middleware: ObservableMiddleware[]): T {
    return typedApi(this.library, { connection: this.connection, api, signal, middleware });
  }
}

export interface ConnectProps extends KubeconfigProps {
  /** Names of contexts. If empty, the context that Terraform uses. */
  readonly contexts: readonly string[];
}

/**
 * Reads the kubeconfig and returns a client for each context. It sends no requests.
 * @throws SettingsError if the kubeconfig or a context is missing, or the client library isn't installed
 */
export async function connect(props: ConnectProps): Promise<readonly Cluster[]> {
  const library = await loadLibrary();
  const source = kubeconfigSource(props);
  const kubeconfig = readKubeconfig(library, source);
  const contexts = props.contexts.length === 0 ? [defaultContext(props)] : props.contexts;
  return contexts.map((context) => {
    const config = selectContext(library, kubeconfig, { context, environment: props.environment });
    const tools = toolsFor(source, config.currentContext, kubeconfig.currentContext);
    return new Cluster({ library, config, tools, notes: kubeconfigNotes(source) });
  });
}

/** Loads the library on demand, because it is an optional package that synth doesn't need. */
async function loadLibrary(): Promise<ClientLibrary> {
  try {
    return await import("@kubernetes/client-node");
  } catch {
    throw missingPackage("@kubernetes/client-node", "sends the requests to the API server");
  }
}
