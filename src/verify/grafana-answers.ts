import { type Cause, cause } from "../diagnostics/cause";
import { fail, type Outcome, pass } from "../diagnostics/outcome";
import { oneLine } from "../diagnostics/text";
import { DATASOURCE_KEY, DATASOURCE_TYPE } from "../grafana/datasource";
import type { GrafanaModel } from "../grafana/model";
import { HttpError, type HttpService } from "../kube/http-service";
import { Json } from "../kube/json";

/** All lines of all pods that Grafana's chart creates. A selector alone prints ten lines. */
const SHOW_LOG =
  "kubectl --namespace <namespace> logs --selector app.kubernetes.io/name=grafana --container grafana --tail=-1";

const CREATE_TOKEN = "create a service account with the role Viewer in Grafana, and export its token as GRAFANA_TOKEN";

const LIST_DEPLOYMENTS = "kubectl --namespace <namespace> get deployments,statefulsets";

export const answerCauses = {
  sidecar: cause(
    "Grafana's sidecar for datasources is off, or looks for another label or in another namespace than grafana.namespace.",
    "in the values of Grafana's Helm release, look at sidecar.datasources",
  ),
  notReloaded: cause(
    "Grafana started before the ConfigMap had its present text, and its sidecar does not reload it.",
    `restart Grafana; to find its workload: ${LIST_DEPLOYMENTS}`,
  ),
  invalidFile: cause(
    "Grafana rejects a datasource file that it reads earlier, and reads no further. It exits at its next start.",
    `${SHOW_LOG} | grep "Datasource provisioning error"`,
  ),
  otherFile: cause(
    "Another ConfigMap provisions a datasource with this name or uid, too.",
    "npm run preflight -- --only datasource",
  ),
  otherDatasource: cause(
    'The datasource "<datasource>" has the uid. It was created manually or by a file that is gone. Grafana rejects that of the stack, and exits at its next start.',
    `delete "<datasource>" in Grafana, or if that is refused, with deleteDatasources in a file that is read before ${DATASOURCE_KEY}; then restart Grafana`,
  ),
  lokiUnreachable: cause(
    "Grafana cannot reach Loki or is rejected there, such as when auth_enabled is true or another program has the address. Its log shows which.",
    `${SHOW_LOG} | grep "Loki health check failed"`,
  ),
  networkPolicy: cause(
    "A NetworkPolicy blocks Grafana's requests to Loki.",
    "write Grafana's namespace into grafana.namespace or access (docs/network.md), or to see other policies: kubectl get networkpolicies --all-namespaces",
  ),
  otherDomain: cause(
    "The cluster's domain differs from cluster.domain, and Grafana cannot resolve the name of Loki's Service.",
    "kubectl --namespace kube-system get configmap coredns --output yaml",
  ),
  wrongPassword: cause(
    "The user or the password is wrong. After five wrong attempts, such as those of --watch, Grafana also rejects the right one for five minutes.",
    CREATE_TOKEN,
  ),
  wrongToken: cause("Grafana does not know the token, or received none.", CREATE_TOKEN),
  noRole: cause("The account may not read and query datasources. The role Viewer suffices.", CREATE_TOKEN),
  loginPage: cause(
    "A login page or a gateway answers instead of Grafana.",
    "pass the address of Grafana itself to --grafana-url, such as one of kubectl port-forward",
  ),
  otherAddress: cause(
    "The URL is that of another program, or lacks Grafana's path or the s of https.",
    "curl --include --max-time 10 <grafanaUrl>/api/health",
  ),
  wrongUrl: cause(
    "Grafana's URL is wrong, or this machine has no route to it.",
    "curl --include --max-time 10 <grafanaUrl>/api/health",
  ),
  untrusted: cause(
    "This machine does not trust the certificate of Grafana's address.",
    "export NODE_EXTRA_CA_CERTS with the file of the certificate authority's certificate",
  ),
  invalidCertificate: cause(
    "The certificate of Grafana's address is for another name, or not valid at this time. The reason is above.",
    "curl --verbose --max-time 10 <grafanaUrl>/api/health",
  ),
  notRunning: cause(
    "Grafana is not running. It exits at its start if it rejects a datasource file.",
    `${SHOW_LOG} | grep "Datasource provisioning error"`,
  ),
  failing: cause("Grafana itself fails. Its log shows why.", `${SHOW_LOG} | grep level=error`),
};

/** What Grafana answers to the requests of the diagnostic. */
export interface GrafanaAnswers {
  readonly url: string;
  /** For the datasource itself. */
  readonly datasource: Answer;
  /** For its health. Null if Grafana does not have the datasource. */
  readonly health: Answer | null;
}

/** An answer of Grafana, whatever its status. */
export interface Answer {
  /** Null if nothing answered. */
  readonly status: number | null;
  readonly text: string;
}

/**
 * Requests the datasource before its health. For the health of an unknown datasource, Grafana answers with an error of
 * its own.
 * @see https://grafana.com/docs/grafana/latest/developers/http_api/data_source/
 */
export async function collectAnswers(
  service: HttpService,
  model: GrafanaModel,
  signal: AbortSignal,
): Promise<GrafanaAnswers> {
  const path = `api/datasources/uid/${model.uid}`;
  const datasource = await requestAnswer(service, path, signal);
  const isFound = analyzeDatasource(datasource, model) === null;
  return {
    url: service.at.replace(/\/+$/, ""),
    datasource,
    health: isFound ? await requestAnswer(service, `${path}/health`, signal) : null,
  };
}

/** @throws the signal's reason if the run ends */
async function requestAnswer(service: HttpService, path: string, signal: AbortSignal): Promise<Answer> {
  try {
    return { status: 200, text: await service.request({ path, signal }) };
  } catch (error) {
    if (error instanceof HttpError) return { status: error.status, text: error.text };
    throw error;
  }
}

/** What Grafana's answer proves. The causes take the namespace and the URL. */
interface Finding {
  readonly got: string;
  readonly causes: (facts: { readonly namespace: string; readonly grafanaUrl: string }) => readonly Cause[];
}

/** Concludes from Grafana's answers. */
export function analyzeAnswers({ url, datasource, health }: GrafanaAnswers, model: GrafanaModel): Outcome {
  const finding = analyzeDatasource(datasource, model) ?? (health && analyzeHealth(health));
  if (finding === null) return pass(`uid "${model.uid}": ${oneLine(messageOf(health))}`);
  return fail({
    got: finding.got,
    expected: `a healthy datasource with uid "${model.uid}" at ${model.url}`,
    causes: finding.causes({ namespace: model.namespace, grafanaUrl: url }),
  });
}

function messageOf(answer: Answer | null): string {
  return (answer && jsonOf(answer)?.at("message").text) ?? "";
}

/** Grafana's whole API answers in JSON. Returns null for the page of another program. */
function jsonOf({ text }: Answer): Json | null {
  try {
    return Json.parse(text);
  } catch {
    return null;
  }
}

/** Returns null if Grafana has the datasource of the stack. */
function analyzeDatasource(answer: Answer, { datasource, uid, url }: GrafanaModel): Finding | null {
  const json = jsonOf(answer);
  const failure = answer.status === 404 ? missing(answer, json) : errorIn(answer, json);
  if (failure !== null) return failure;
  if (json?.at("uid").text !== uid) return notGrafana(answer);
  const [name = "", type = "", target = ""] = ["name", "type", "url"].map((key) => json.at(key).text);
  if (type === DATASOURCE_TYPE && target === url) return null;
  return {
    got: `uid "${uid}" is "${name}", of type ${type} at ${target}`,
    causes: (facts) =>
      name === datasource
        ? [answerCauses.notReloaded(facts), answerCauses.otherFile()]
        : [answerCauses.otherDatasource({ datasource: name }), answerCauses.otherFile()],
  };
}

/** Returns null if Grafana reports the datasource as healthy. */
function analyzeHealth(answer: Answer): Finding | null {
  const json = jsonOf(answer);
  const state = json?.at("status").text ?? "";
  if (state === "OK") return null;
  // Grafana just answered, so now it waits for Loki.
  if (answer.status === null) return { got: `no answer: ${oneLine(answer.text)}`, causes: lokiCauses };
  if (json === null || state === "") return errorIn(answer, json) ?? notGrafana(answer);
  return { got: `${state}: ${oneLine(json.at("message").text)}`, causes: lokiCauses };
}

const lokiCauses: Finding["causes"] = (facts) => [
  answerCauses.lokiUnreachable(facts),
  answerCauses.networkPolicy(),
  answerCauses.otherDomain(),
];

/** Returns null for an answer without an error. */
function errorIn(answer: Answer, json: Json | null): Finding | null {
  const { status, text } = answer;
  if (status === null) return { got: `no answer: ${oneLine(text)}`, causes: connectionCauses(text) };
  const message = json?.at("message").text ?? "";
  if (json === null || (status !== 200 && message === "")) return notGrafana(answer);
  if (status === 401) {
    const isPassword = json.at("messageId").text === "password-auth.failed";
    return {
      got: `Grafana rejects the credentials (401): ${message}`,
      causes: () => [isPassword ? answerCauses.wrongPassword() : answerCauses.wrongToken()],
    };
  }
  if (status === 403) return { got: `Grafana denies access (403): ${message}`, causes: () => [answerCauses.noRole()] };
  return status === 200
    ? null
    : { got: `Grafana fails (${status}): ${oneLine(message)}`, causes: (facts) => [answerCauses.failing(facts)] };
}

/** From the words of Node.js and OpenSSL. */
function connectionCauses(text: string): Finding["causes"] {
  if (/ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/.test(text)) return (facts) => [answerCauses.wrongUrl(facts)];
  if (/EPROTO|wrong version number|packet length/.test(text)) return (facts) => [answerCauses.otherAddress(facts)];
  if (/altnames|expired|not yet valid/.test(text)) return (facts) => [answerCauses.invalidCertificate(facts)];
  if (/certificate/i.test(text)) return () => [answerCauses.untrusted()];
  return (facts) => [answerCauses.wrongUrl(facts), answerCauses.notRunning(facts)];
}

/** For a path that Grafana does not know, the status is the same. */
function missing(answer: Answer, json: Json | null): Finding {
  if (json?.at("message").text !== "Data source not found") return notGrafana(answer);
  return {
    got: "Grafana does not have it",
    causes: (facts) => [answerCauses.sidecar(), answerCauses.notReloaded(facts), answerCauses.invalidFile(facts)],
  };
}

/** The statuses of a gateway whose backend is unreachable. */
const GATEWAY_ERRORS: readonly (number | null)[] = [502, 503, 504];

function notGrafana({ status, text }: Answer): Finding {
  const words = oneLine(text);
  return {
    got: `not an answer of Grafana (${status})${words === "" ? "" : `: ${words}`}`,
    causes: (facts) => {
      if (GATEWAY_ERRORS.includes(status)) return [answerCauses.notRunning(facts), answerCauses.otherAddress(facts)];
      return isLogin(status, text)
        ? [answerCauses.loginPage(), answerCauses.otherAddress(facts)]
        : [answerCauses.otherAddress(facts)];
    },
  };
}

/** A login page is a redirect, a rejection, or HTML. Other programs answer in JSON or plain text. */
function isLogin(status: number | null, text: string): boolean {
  const isRejected = status !== null && (status === 401 || status === 403 || (status >= 300 && status < 400));
  return isRejected || /<(?:html|!doctype)/i.test(text);
}
