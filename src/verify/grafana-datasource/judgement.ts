import { DATASOURCE_LABELS } from "../../grafana/datasource";
import type { Cause, Names } from "../../live/cause";
import { Json } from "../../live/json";
import { absent, broken, holds, notMeasured, type Outcome } from "../../live/outcome";
import { oneLine } from "../../live/trouble/trouble";

export const NO_LABEL: Cause = {
  cause: "Somebody has taken away the label by which Grafana's sidecar finds the ConfigMap.",
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
  /** The labels of the ConfigMap by which the sidecar finds it; null where there is none. */
  readonly labels: Readonly<Record<string, string>> | null;
  /** Null where nobody said how to ask Grafana. */
  readonly health: Health | null;
  readonly uid: string;
  readonly names: Names;
}

export function judgeDatasource({ labels, health, uid, names }: DatasourceSeen): Outcome {
  const wanted = `a healthy datasource with uid "${uid}"`;
  if (labels === null) return absent("there is no ConfigMap for Grafana's sidecar");
  if (!Object.entries(DATASOURCE_LABELS).every(([label, value]) => labels[label] === value)) {
    return broken({ found: "a ConfigMap without the sidecar's label", wanted, causes: [NO_LABEL], names });
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
