import type { V1Service } from "@kubernetes/client-node";
import type { AlertmanagerModel } from "../../alerting/model";
import type { Cause } from "../../diagnostics/cause";
import { oneLine } from "../../diagnostics/explain-error/trouble";
import { broken, doubtful, holds, notMeasured, type Outcome } from "../../diagnostics/outcome";
import { readStatus } from "../../kube/errors";
import type { HttpError } from "../../kube/http-service";
import { Json } from "../../kube/json";
import { GUARDED, NO_POD, NO_WAY, NOT_REACHED, OTHER_NAME, OTHER_PORT, PREFIX, SOMEBODY_ELSE } from "./causes";

/**
 * @param url where the Alertmanager is asked directly
 * @returns null where it is worth asking
 */
export function judgeServices(
  services: readonly V1Service[],
  alertmanager: AlertmanagerModel,
  url: string | null,
): Outcome | null {
  const { service, namespace, port } = alertmanager;
  const names = { namespace, service };
  const found = services.find(({ metadata }) => metadata?.name === service);
  if (found === undefined) {
    const similar = services
      .flatMap(({ metadata }) => metadata?.name ?? [])
      .filter((name) => /alertmanager/i.test(name));
    return broken({
      found: similar.length === 0 ? `no Service in "${namespace}" is called so` : `only ${similar.join(", ")}`,
      expected: `a Service "${service}" in namespace "${namespace}"`,
      causes: [OTHER_NAME],
      names,
    });
  }
  if (found.spec?.type === "ExternalName") return url === null ? notMeasured(outside(found.spec.externalName)) : null;
  const ports = (found.spec?.ports ?? []).map((each) => each.port);
  if (ports.includes(port)) return null;
  return broken({ found: `ports ${ports.join(", ")}`, expected: `port ${port}`, causes: [OTHER_PORT], names });
}

/** @param answer of Alertmanager's api/v2/status */
export function judgeStatus(answer: string, alertmanager: AlertmanagerModel): Outcome {
  const version = versionIn(answer);
  if (version !== "") return holds(`Alertmanager ${version}`);
  return faulty("an answer that no Alertmanager gives", alertmanager, [SOMEBODY_ELSE, PREFIX]);
}

/** @throws the failure itself where the API server has refused, and the Alertmanager was never asked */
export function judgeFailure(failure: HttpError, alertmanager: AlertmanagerModel): Outcome {
  const { status, byProxy } = failure;
  const text = oneLine(readStatus(failure.text)?.message ?? failure.text);
  if (byProxy && (status === 401 || status === 403)) throw failure;
  if (byProxy && isNoWay(status, text))
    return doubtful({ ...fault(`no answer: ${text}`, alertmanager), causes: [NO_WAY, NOT_REACHED, NO_POD] });
  if (status === null) throw failure;
  // The Service is there: what isn't found are its endpoints.
  if (byProxy && (status === 404 || text.includes("no endpoints available")))
    return faulty("no ready pod", alertmanager, [NO_POD]);
  if (byProxy) return faulty(`no answer: ${text}`, alertmanager, [NOT_REACHED, NO_POD, GUARDED]);
  if (status === 404) return faulty("HTTP 404", alertmanager, [PREFIX, SOMEBODY_ELSE]);
  return faulty(`HTTP ${status}`, alertmanager, [GUARDED, SOMEBODY_ELSE]);
}

function outside(name: string | undefined): string {
  return `the Service leads out of the cluster, to ${name}, where the API server doesn't: --alertmanager-url asks there`;
}

function faulty(found: string, alertmanager: AlertmanagerModel, causes: readonly Cause[]): Outcome {
  return broken({ ...fault(found, alertmanager), causes });
}

function fault(found: string, { namespace, service }: AlertmanagerModel) {
  return { found, expected: "what an Alertmanager answers", names: { namespace, service } };
}

/** Who isn't let to a pod waits in vain; a pod on which nothing listens refuses at once. */
function isNoWay(status: number | null, text: string): boolean {
  return status === null || /i\/o timeout|deadline exceeded|no route to host|network is unreachable/.test(text);
}

/** Empty where the answer tells none: what answers there may be any program, and may speak no JSON. */
function versionIn(answer: string): string {
  try {
    return Json.parse(answer).at("versionInfo", "version").text;
  } catch {
    return "";
  }
}
