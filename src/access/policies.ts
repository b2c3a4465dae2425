import { podLabels } from "../alloy/model";
import { LOKI_PODS } from "../loki/layout";
import type { Model } from "../model";
import { sysctlLabels } from "../sysctl/model";
import { API_SERVER_PORT, CONTROL_PLANE_CIDRS } from "./control-plane";
import type { NetworkPolicyModel } from "./model";
import type { PeerModel } from "./peer";

/** A policy for the pods of one workload. Whatever no rule admits is refused, in both directions. */
export interface Policy {
  readonly name: string;
  readonly namespace: string;
  /** Labels of the pods. None selects every pod of the namespace. */
  readonly pods: Readonly<Record<string, string>>;
  readonly ingress: readonly Rule[];
  /** Null leaves every connection from the pods open. */
  readonly egress: readonly Rule[] | null;
  /** Rules for values that Terraform's plan looks up. */
  readonly lookedUp: readonly LookedUpRule[];
}

export interface Rule {
  /** "anywhere", because a rule without peers would admit everybody by mistake. */
  readonly peers: readonly PeerModel[] | "anywhere";
  readonly ports: readonly Port[];
}

/** A port of pods, not of Services: network plugins see the connection after the Service's address was replaced. */
export interface Port {
  readonly protocol: "TCP" | "UDP";
  /** A number or a name. Null for every port. */
  readonly port: string | null;
}

/** One rule for each value of an expression. In the rule, CURRENT stands for the value. */
export interface LookedUpRule {
  readonly direction: "ingress" | "egress";
  /** A list, in Terraform's language. */
  readonly each: string;
  readonly rule: Rule;
}

export const CURRENT = "(the value)";

/** The address of the Service of Alertmanager in Terraform's language. The stack looks it up. */
const ALERTMANAGER = "data.kubernetes_service_v1.alertmanager.spec[0]";

/**
 * Ports on which API servers listen, if Terraform does not look it up: those of kubeadm, k3s, RKE2 and Talos; of managed
 * control planes; of minikube; and of MicroK8s.
 */
const API_SERVER_PORTS = ["6443", "443", "8443", "16443"];

/**
 * The ports of DNS, after the Service's address was replaced: OpenShift's pods listen on 5353. The rule names no address:
 * the resolver is a pod, a node's cache at 169.254.20.10 or at the address of the Service, or a server outside the cluster.
 * With a wrong address, no agent would find Loki.
 */
const DNS: Rule = {
  peers: "anywhere",
  ports: ["53", "5353"].flatMap((port) => (["UDP", "TCP"] as const).map((protocol) => ({ protocol, port }))),
};

/** Returns the policies of the stack. None if access is open. */
export function networkPolicies(model: Model): readonly Policy[] {
  const { access, alloy, drill, inotify, namespace } = model;
  if (access.kind === "open") return [];
  const sealed = { lookedUp: [], ingress: [], egress: [] };
  const agents = [alloy.agent, ...(alloy.events === null ? [] : [alloy.events])];
  return [
    lokiPolicy(model, access),
    ...agents.map(({ release }) => agentPolicy(release, model, access)),
    // It uses no network.
    { ...sealed, name: inotify.name, namespace: namespace.name, pods: sysctlLabels(inotify) },
    // The pods of a drill accept nothing. One of them tries to reach Loki, to learn whether Loki's policy is enforced.
    { ...sealed, name: "log-drill", namespace: drill.namespace, pods: {}, egress: null },
  ];
}

function lokiPolicy(model: Model, access: NetworkPolicyModel): Policy {
  const { alloy, loki, namespace } = model;
  const agents = [alloy.agent, ...(alloy.events === null ? [] : [alloy.events])].map(
    ({ release }): PeerModel => ({ kind: "pods", namespace: namespace.name, labels: podLabels(release) }),
  );
  const ports = tcp(`${loki.service.httpPort}`);
  return {
    name: loki.release,
    namespace: namespace.name,
    pods: LOKI_PODS,
    ingress: rules([...agents, ...access.from, ...access.metrics, ...access.controlPlane.peers], ports),
    egress: [DNS, ...(model.terraform.lookUps ? [] : alertmanagerRules(model))],
    lookedUp: [...controlPlaneRules(access, ports), ...(model.terraform.lookUps ? lookedUpAlertmanager(model) : [])],
  };
}

function agentPolicy(release: string, model: Model, access: NetworkPolicyModel): Policy {
  const { alloy, loki, namespace, terraform } = model;
  const ports = tcp(`${alloy.httpPort}`);
  const lokiPods: PeerModel = { kind: "pods", namespace: namespace.name, labels: LOKI_PODS };
  return {
    name: release,
    namespace: namespace.name,
    pods: podLabels(release),
    ingress: rules([...access.metrics, ...access.controlPlane.peers], ports),
    egress: [DNS, { peers: [lokiPods], ports: tcp(`${loki.service.httpPort}`) }, apiServerRule(terraform.lookUps)],
    lookedUp: controlPlaneRules(access, ports),
  };
}

/**
 * The rule names no address: an API server that moves to another one would silently stop the discovery of new pods until
 * the next apply. Some network plugins match no address of a node. Port 443 is that of the Service.
 */
function apiServerRule(lookUps: boolean): Rule {
  return { peers: "anywhere", ports: tcp(...(lookUps ? ["443", `\${${API_SERVER_PORT}}`] : API_SERVER_PORTS)) };
}

/** A list of addresses can be empty, so each address has a rule of its own: a rule without peers admits everybody. */
function controlPlaneRules({ controlPlane }: NetworkPolicyModel, ports: readonly Port[]): readonly LookedUpRule[] {
  if (!controlPlane.lookUp) return [];
  const rule: Rule = { peers: [{ kind: "addresses", cidrs: [CURRENT] }], ports };
  return [{ direction: "ingress", each: CONTROL_PLANE_CIDRS, rule }];
}

/** Without a look-up, Alertmanager is in its namespace at an unknown port of its pods, or elsewhere at the Service's port. */
function alertmanagerRules({ alerting: { alertmanager } }: Model): readonly Rule[] {
  if (alertmanager === null) return [];
  return [
    { peers: [{ kind: "namespace", namespace: alertmanager.namespace }], ports: [{ protocol: "TCP", port: null }] },
    { peers: "anywhere", ports: tcp(`${alertmanager.port}`) },
  ];
}

/** The Service has the port of its pods. If it selects no pods, as an ExternalName, it is outside the cluster. */
function lookedUpAlertmanager({ alerting: { alertmanager } }: Model): readonly LookedUpRule[] {
  if (alertmanager === null) return [];
  const { namespace, port } = alertmanager;
  const target = `\${try(coalesce(one([for port in ${ALERTMANAGER}.port : port.target_port if port.port == ${port}])), "${port}")}`;
  const hasPods = `try(length(${ALERTMANAGER}.selector), 0) > 0`;
  const ports = tcp(`${port}`);
  return [
    {
      direction: "egress",
      each: `${hasPods} ? ["pods"] : []`,
      rule: { peers: [{ kind: "namespace", namespace }], ports: [...ports, ...tcp(target)] },
    },
    { direction: "egress", each: `${hasPods} ? [] : ["addresses"]`, rule: { peers: "anywhere", ports } },
  ];
}

/** No rule if there are no peers. */
function rules(peers: readonly PeerModel[], ports: readonly Port[]): readonly Rule[] {
  const distinct = new Map(peers.map((peer) => [JSON.stringify(peer), peer]));
  return distinct.size === 0 ? [] : [{ peers: [...distinct.values()], ports }];
}

function tcp(...ports: readonly string[]): readonly Port[] {
  return ports.map((port) => ({ protocol: "TCP", port }));
}
