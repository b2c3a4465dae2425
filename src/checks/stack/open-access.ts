import type { Check } from "../check";

export const openAccess: Check = {
  id: "open-access",
  title: "Only those that need Loki and the agents can reach them",
  severity: "error",
  why: "Loki and Alloy have no authentication: any pod can then stop all logging with one request, read every log, and forge lines and alerts",
  remedy:
    'leave access out, or name who may connect: access: Access.networkPolicy({ from: [Peer.namespace("grafana")] })',
  evidence:
    'Loki 3.7.8 and Alloy 1.18.1, from a pod of another namespace: "POST /ingester/shutdown?flush=false&terminate=false" gets 204, and every push then gets 500; /config, /flush, /log_level, pprof, push and queries answer, as does port 12345 of the agents',
  find({ model: { access } }) {
    if (access.kind !== "open") return [];
    return [
      {
        setting: "access",
        got: "Access.open()",
        expected: "network policies, which Access.networkPolicy() creates",
        remedy:
          'remove access, or write access: Access.networkPolicy({ from: [Peer.namespace("grafana")] }) with every namespace that queries Loki. If another tool manages the policies, accept the finding',
      },
    ];
  },
};
