import type { Cause } from "../../diagnostics/cause";
import { DATASOURCE_KEY } from "../../grafana/datasource";

/** Of all pods that Grafana's chart makes, and not only the last ten lines, which a selector would give. */
const LOG =
  "kubectl --namespace <namespace> logs --selector app.kubernetes.io/name=grafana --container grafana --tail=-1";

const TOKEN = "make a service account with the role Viewer in Grafana, and: export GRAFANA_TOKEN=<token>";

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
  cause: "Grafana started before the ConfigMap was there as it is now, and its sidecar doesn't tell it of changes.",
  next: "kubectl --namespace <namespace> rollout restart deployment <grafana>",
};

export const REFUSED_FILES: Cause = {
  cause: "Grafana refuses a file of datasources that it reads before, and reads no further: it ends at its next start.",
  next: `${LOG} | grep "Datasource provisioning error"`,
};

export const OTHER_FILE: Cause = {
  cause: "Another ConfigMap gives Grafana a datasource of this name or uid, too.",
  next: "npm run preflight -- --only datasource",
};

export const OTHER_DATASOURCE: Cause = {
  cause:
    "Another datasource has the uid, made by hand or left by a file that is gone: Grafana refuses the plan's, and ends at its next start.",
  next: `delete "<datasource>" in Grafana; where that is refused, by deleteDatasources in a file that is read before ${DATASOURCE_KEY}; then restart Grafana`,
};

export const LOKI_UNREACHED: Cause = {
  cause:
    "Grafana doesn't get through to Loki, or is refused there, as where auth_enabled is true or another program has the address: its log says which.",
  next: `${LOG} | grep "Loki health check failed"`,
};

export const NO_WAY_TO_LOKI: Cause = {
  cause: "A NetworkPolicy keeps Grafana from Loki.",
  next: "kubectl get networkpolicies --all-namespaces",
};

export const OTHER_DOMAIN: Cause = {
  cause: "The cluster's domain is another than cluster.domain says, and Grafana doesn't find Loki's Service.",
  next: "kubectl --namespace kube-system get configmap coredns --output yaml",
};

export const WRONG_PASSWORD: Cause = {
  cause:
    "The user or the password is wrong; and after five wrong ones, as --watch soon has sent, Grafana refuses the right one for five minutes, too.",
  next: TOKEN,
};

export const WRONG_LOGIN: Cause = {
  cause: "Grafana doesn't know the token, or was told none.",
  next: TOKEN,
};

export const NO_ROLE: Cause = {
  cause: "Grafana knows who asks, and they may not read and query datasources: the role Viewer suffices.",
  next: TOKEN,
};

export const BEHIND_LOGIN: Cause = {
  cause: "A login page or a gateway stands in front of Grafana, which has to be asked behind it.",
  next: "kubectl --namespace <namespace> port-forward service/<grafana> 3000:80; then --grafana-url http://127.0.0.1:3000",
};

export const OTHER_ADDRESS: Cause = {
  cause: "The URL is another program's, or leaves out Grafana's path, or the s of https.",
  next: "curl --include --max-time 10 <grafana-url>/api/health",
};

export const UNREACHED: Cause = {
  cause: "The URL of Grafana is wrong, or leads nowhere from this machine.",
  next: "curl --include --max-time 10 <grafana-url>/api/health",
};

export const ENDED: Cause = {
  cause: "Grafana isn't running: it ends at its start where it refuses a file of datasources.",
  next: `${LOG} | grep "Datasource provisioning error"`,
};

export const ILL: Cause = {
  cause: "Grafana itself fails at it: its log says why.",
  next: `${LOG} | grep level=error`,
};
