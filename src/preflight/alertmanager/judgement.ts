import type { V1Service } from "@kubernetes/client-node";
import type { AlertmanagerModel } from "../../alerting/model";
import type { Cause } from "../../live/cause";
import { readStatus } from "../../live/cluster/status";
import type { HttpFailure } from "../../live/http-service";
import { Json } from "../../live/json";
import { broken, holds, notMeasured, type Outcome } from "../../live/outcome";
import { oneLine } from "../../live/trouble/trouble";
import { GUARDED, NO_POD, NOT_REACHED, OTHER_NAME, OTHER_PORT, PREFIX, SOMEBODY_ELSE } from "./causes";

/** @returns null where it is worth asking the Service */
export function judgeServices(services: readonly V1Service[], alertmanager: AlertmanagerModel): Outcome | null {
  const { service, namespace, port } = alertmanager;
  const names = { namespace, service };
  const found = services.find(({ metadata }) => metadata?.name === service);
  if (found === undefined) {
    const similar = services
      .flatMap(({ metadata }) => metadata?.name ?? [])
      .filter((name) => /alertmanager/i.test(name));
    return broken({
      found: similar.length === 0 ? `no Service in "${namespace}" is called so` : `only ${similar.join(", ")}`,
      wanted: `a Service "${service}" in namespace "${namespace}"`,
      causes: [OTHER_NAME],
      names,
    });
  }
  if (found.spec?.type === "ExternalName")
    return notMeasured(
      `the Service leads out of the cluster, to ${found.spec.externalName}, where the API server doesn't`,
    );
  const ports = (found.spec?.ports ?? []).map((each) => each.port);
  if (ports.includes(port)) return null;
  return broken({ found: `ports ${ports.join(", ")}`, wanted: `port ${port}`, causes: [OTHER_PORT], names });
}

/** @param answer of Alertmanager's api/v2/status */
export function judgeStatus(answer: string, alertmanager: AlertmanagerModel): Outcome {
  const version = versionIn(answer);
  if (version !== "") return holds(`Alertmanager ${version}`);
  return faulty("an answer that no Alertmanager gives", alertmanager, [SOMEBODY_ELSE, PREFIX]);
}

/** @throws the failure itself where the API server has refused, and the Alertmanager was never asked */
export function judgeFailure(failure: HttpFailure, alertmanager: AlertmanagerModel): Outcome {
  const { status, byProxy } = failure;
  const text = oneLine(readStatus(failure.text)?.message ?? failure.text);
  if (status === null || (byProxy && (status === 401 || status === 403))) throw failure;
  // The Service is there: what isn't found are its endpoints.
  if (byProxy && (status === 404 || text.includes("no endpoints available")))
    return faulty("no ready pod", alertmanager, [NO_POD]);
  if (byProxy) return faulty(`no answer: ${text}`, alertmanager, [NOT_REACHED, NO_POD, GUARDED]);
  if (status === 404) return faulty("HTTP 404", alertmanager, [PREFIX, SOMEBODY_ELSE]);
  return faulty(`HTTP ${status}`, alertmanager, [GUARDED, SOMEBODY_ELSE]);
}

function faulty(found: string, { namespace, service }: AlertmanagerModel, causes: readonly Cause[]): Outcome {
  return broken({ found, wanted: "what an Alertmanager answers", causes, names: { namespace, service } });
}

/** Empty where the answer tells none: what answers there may be any program, and may speak no JSON. */
function versionIn(answer: string): string {
  try {
    return Json.parse(answer).at("versionInfo", "version").text;
  } catch {
    return "";
  }
}
