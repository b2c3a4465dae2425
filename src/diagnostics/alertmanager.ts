import type { AlertmanagerModel } from "../alerting/model";
import type { Cluster } from "../kube/cluster";
import { directService, type HttpService } from "../kube/http-service";

/** @param url where it is asked directly; null for the API server's proxy */
export function alertmanagerService(
  cluster: Cluster,
  { namespace, service, port }: AlertmanagerModel,
  url: string | null,
): HttpService {
  return url === null ? cluster.service(namespace, service, port) : directService(url);
}
