import { type Access, throughProxy } from "../../diagnostics/permission";
import { LOKI } from "../../loki/layout";
import type { Model } from "../../model";

/** To ask Loki through the API server. */
export function askLoki({ namespace, loki: { service } }: Model): Access {
  return throughProxy(namespace.name, LOKI, service.httpPort, ["get"]);
}
