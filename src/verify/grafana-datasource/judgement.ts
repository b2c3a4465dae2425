import type { Names } from "../../diagnostics/cause";
import { oneLine } from "../../diagnostics/explain-error/trouble";
import { absent, broken, type Fault, type Outcome } from "../../diagnostics/outcome";
import { DATASOURCE_LABELS, DATASOURCE_TYPE } from "../../grafana/datasource";
import type { GrafanaModel } from "../../grafana/model";
import type { Json } from "../../kube/json";
import { type Answer, jsonOf } from "./answer";
import {
  BEHIND_LOGIN,
  ENDED,
  ILL,
  LOKI_UNREACHED,
  NO_LABEL,
  NO_ROLE,
  NO_WAY_TO_LOKI,
  NOT_FOUND_BY_SIDECAR,
  NOT_READ_AGAIN,
  OTHER_ADDRESS,
  OTHER_DATASOURCE,
  OTHER_DOMAIN,
  OTHER_FILE,
  REFUSED_FILES,
  UNREACHED,
  WRONG_LOGIN,
  WRONG_PASSWORD,
} from "./causes";

/** What is wrong, whatever was asked for. */
export type Finding = Pick<Fault, "found" | "causes"> & { readonly names?: Names };

/**
 * @param labels those of the ConfigMap; null where there is none
 * @returns null where the sidecar can find it
 */
export function judgeConfigMap(labels: Readonly<Record<string, string>> | null): Outcome | null {
  if (labels === null) return absent("there is no ConfigMap for Grafana's sidecar");
  if (Object.entries(DATASOURCE_LABELS).every(([label, value]) => labels[label] === value)) return null;
  const expected = Object.entries(DATASOURCE_LABELS).map(([label, value]) => `the label ${label}: "${value}"`);
  return broken({ found: "a ConfigMap without the sidecar's label", expected: expected.join(), causes: [NO_LABEL] });
}

/**
 * @param answer to the question for the datasource itself
 * @returns null where Grafana has the plan's
 */
export function judgeDatasource(answer: Answer, { datasource, uid, url }: GrafanaModel): Finding | null {
  const said = jsonOf(answer);
  const failure = answer.status === 404 ? judgeMissing(answer, said) : judgeFailure(answer, said);
  if (failure !== null) return failure;
  if (said?.at("uid").text !== uid) return elsewhere(answer);
  const [name, type, to] = ["name", "type", "url"].map((key) => said.at(key).text);
  if (type === DATASOURCE_TYPE && to === url) return null;
  return {
    found: `uid "${uid}" is "${name}", of type ${type} at ${to}`,
    causes: name === datasource ? [NOT_READ_AGAIN, OTHER_FILE] : [OTHER_DATASOURCE, OTHER_FILE],
    names: { datasource: name ?? "" },
  };
}

/**
 * @param answer to the question for the datasource's health
 * @returns null where Grafana calls it healthy
 */
export function judgeHealth(answer: Answer): Finding | null {
  const said = jsonOf(answer);
  const state = said?.at("status").text ?? "";
  if (state === "OK") return null;
  // It has just answered: it waits for Loki, as long as its own limit lets it.
  if (answer.status === null) return { found: `no answer: ${oneLine(answer.text)}`, causes: TO_LOKI };
  if (said === null || state === "") return judgeFailure(answer, said) ?? elsewhere(answer);
  return { found: `${state}: ${oneLine(said.at("message").text)}`, causes: TO_LOKI };
}

const TO_LOKI = [LOKI_UNREACHED, NO_WAY_TO_LOKI, OTHER_DOMAIN];

/** @returns null for an answer that is none of a failure */
function judgeFailure(answer: Answer, said: Json | null): Finding | null {
  const { status, text } = answer;
  if (status === null) return { found: `no answer: ${oneLine(text)}`, causes: [UNREACHED, ENDED] };
  const message = said?.at("message").text ?? "";
  if (said === null || (status !== 200 && message === "")) return elsewhere(answer);
  if (status === 401) {
    const isPassword = said.at("messageId").text === "password-auth.failed";
    return { found: `Grafana refuses (401): ${message}`, causes: [isPassword ? WRONG_PASSWORD : WRONG_LOGIN] };
  }
  if (status === 403) return { found: `Grafana refuses (403): ${message}`, causes: [NO_ROLE] };
  return status === 200 ? null : { found: `Grafana fails (${status}): ${oneLine(message)}`, causes: [ILL] };
}

/** A path that Grafana doesn't know has the same status. */
function judgeMissing(answer: Answer, said: Json | null): Finding {
  if (said?.at("message").text !== "Data source not found") return elsewhere(answer);
  return { found: "Grafana has none", causes: [NOT_FOUND_BY_SIDECAR, NOT_READ_AGAIN, REFUSED_FILES] };
}

/** A gateway's words for what it doesn't reach. */
const GATEWAY: readonly (number | null)[] = [502, 503, 504];

function elsewhere({ status, text }: Answer): Finding {
  const words = oneLine(text);
  return {
    found: `not Grafana's answer (${status})${words === "" ? "" : `: ${words}`}`,
    causes: GATEWAY.includes(status) ? [ENDED, OTHER_ADDRESS] : [BEHIND_LOGIN, OTHER_ADDRESS],
  };
}
