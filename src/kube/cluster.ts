import type {
  ApisApi,
  AppsV1Api,
  AuthenticationV1Api,
  AuthorizationV1Api,
  CoreV1Api,
  RbacAuthorizationV1Api,
  StorageV1Api,
  VersionApi,
} from "@kubernetes/client-node";
import type { Names } from "../diagnostics/cause";
import type { HttpService } from "./http-service";

/** A cluster, as a context of the kubeconfig reaches it. Every request ends with the signal that it is given. */
export interface Cluster {
  readonly context: string;
  /** The address of the API server. */
  readonly server: string;
  /** The kubectl and the Helm that ask the same cluster, with the flags that they take for that in this shell. */
  readonly tools: Names;
  /** What a person has to know of the way to it, a line each. */
  readonly notes: readonly string[];
  /** Which groups of APIs there are. */
  apis(signal: AbortSignal): ApisApi;
  core(signal: AbortSignal): CoreV1Api;
  /** Lists hold the objects' metadata alone: nothing that a Secret holds is sent. */
  coreMetadata(signal: AbortSignal): CoreV1Api;
  apps(signal: AbortSignal): AppsV1Api;
  rbac(signal: AbortSignal): RbacAuthorizationV1Api;
  storage(signal: AbortSignal): StorageV1Api;
  authentication(signal: AbortSignal): AuthenticationV1Api;
  authorization(signal: AbortSignal): AuthorizationV1Api;
  version(signal: AbortSignal): VersionApi;
  /** A Service, through the API server's proxy. */
  service(namespace: string, name: string, port: number): HttpService;
  /** A pod, through the API server's proxy. */
  pod(namespace: string, name: string, port: number): HttpService;
}
