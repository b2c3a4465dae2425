import type { Cause, Names } from "../../live/cause";
import { Json } from "../../live/json";
import { broken, holds, notMeasured, type Outcome } from "../../live/outcome";
import { oneLine } from "../../live/trouble/trouble";

export const NO_CONFIG_MAP: Cause = {
  cause: "The ConfigMap with the datasource isn't there, or has lost the label by which Grafana's sidecar finds it.",
  next: "npm run deploy",
};

export const NOT_FOUND_BY_SIDECAR: Cause = {
  cause:
    "Grafana's sidecar for datasources is off, looks for another label, or in another namespace than grafana.namespace says.",
  next: "helm get values --all <grafana-release> | grep --after-context=12 datasources:",
};

export const NOT_READ_AGAIN: Cause = {
  cause: "Grafana started before the ConfigMap was there, and its sidecar doesn't tell it of new datasources.",
  next: "kubectl --namespace <namespace> rollout restart deployment <grafana>",
};

export const LOKI_UNREACHED: Cause = {
  cause: "Grafana doesn't reach Loki at <url>: a NetworkPolicy, or another cluster domain than cluster.domain says.",
  next: "kubectl --namespace <namespace> get networkpolicies",
};

export const WRONG_LOGIN: Cause = {
  cause: "Grafana doesn't know the token, or it may not query datasources.",
  next: "make a service account with the role Viewer in Grafana, and: export GRAFANA_TOKEN=<token>",
};

/** What Grafana answers about the datasource. */
export interface Health {
  readonly status: number;
  readonly text: string;
}

export interface DatasourceSeen {
  /** Whether the sidecar finds a ConfigMap where and as it looks for it. */
  readonly isProvisioned: boolean;
  /** Null where nobody said how to ask Grafana. */
  readonly health: Health | null;
  readonly uid: string;
  readonly names: Names;
}

export function judgeDatasource({ isProvisioned, health, uid, names }: DatasourceSeen): Outcome {
  const wanted = `a healthy datasource with uid "${uid}"`;
  if (!isProvisioned) {
    return broken({ found: "no ConfigMap for Grafana's sidecar", wanted, causes: [NO_CONFIG_MAP], names });
  }
  if (health === null) return notMeasured(HOW);
  const { status, text } = health;
  if (status === 401 || status === 403) {
    return broken({ found: `Grafana refuses (${status})`, wanted, causes: [WRONG_LOGIN], names });
  }
  if (status === 404) {
    const causes = [NOT_FOUND_BY_SIDECAR, NOT_READ_AGAIN];
    return broken({ found: `Grafana has no datasource with uid "${uid}"`, wanted, causes, names });
  }
  const { state, message } = stateOf(text);
  if (status < 300 && state === "OK") return holds(`uid "${uid}": ${oneLine(message)}`);
  return broken({ found: `${state || status}: ${oneLine(message)}`, wanted, causes: [LOKI_UNREACHED], names });
}

const HOW =
  "Grafana asks who wants to know: give its address with --grafana-url, and a token of a service account in GRAFANA_TOKEN";

function stateOf(text: string) {
  try {
    const answer = Json.parse(text);
    return { state: answer.at("status").text, message: answer.at("message").text };
  } catch {
    return { state: "", message: text };
  }
}
