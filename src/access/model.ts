import { formatValue, quoted } from "../settings/messages";
import { isPlainObject } from "../settings/plain-object";
import type { SettingsErrorProps } from "../settings/settings-error";
import { SettingsReader } from "../settings/settings-reader";
import { invalidText, isValidText, objectName, type TextValidator } from "../settings/validators";
import { Access, type NetworkPolicySettings } from "./access";
import { cidr } from "./cidr";
import { Peer, type PeerModel } from "./peer";

/** Who may connect to Loki and the agents. */
export type AccessModel = { readonly kind: "open" } | NetworkPolicyModel;

export interface NetworkPolicyModel {
  readonly kind: "networkPolicy";
  /** Who may query Loki and push to it. */
  readonly from: readonly PeerModel[];
  /** Who may read the metrics of Loki and the agents. */
  readonly metrics: readonly PeerModel[];
  readonly controlPlane: ControlPlaneModel;
}

/** From where the API server's proxy reaches pods. */
export interface ControlPlaneModel {
  /** Whether Terraform's plan looks up the addresses. */
  readonly lookUp: boolean;
  readonly peers: readonly PeerModel[];
  /** Whether the setting lists the peers. */
  readonly isDeclared: boolean;
}

/** The parts of the model that the defaults depend on. */
export interface AccessContext {
  readonly grafanaNamespace: string;
  /** Null without Alertmanager. */
  readonly alertmanagerNamespace: string | null;
  readonly lookUps: boolean;
}

/**
 * The pods through which a managed control plane reaches pods, by the labels of Kubernetes' example (GKE) and of AKS. Only
 * those who control the cluster create pods in kube-system.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/setup-konnectivity/
 */
const KONNECTIVITY: readonly PeerModel[] = ["k8s-app", "app"].map((label) => ({
  kind: "pods",
  namespace: "kube-system",
  labels: { [label]: "konnectivity-agent" },
}));

/** Returns the model of the setting `access`. */
export function resolveAccess(reader: AccessReader, context: AccessContext): AccessModel {
  const access = reader.raw("access") ?? Access.networkPolicy();
  if (!(access instanceof Access)) {
    reader.refuse(notAccess(access));
    return { kind: "open" };
  }
  const { choice } = access;
  if (choice.kind === "open") return choice;
  const resolve = () =>
    SettingsReader.read<NetworkPolicySettings, NetworkPolicyModel>(choice.settings, "access", (settings) =>
      resolveNetworkPolicy(settings, context),
    );
  return reader.attempt<AccessModel>(resolve, { kind: "open" });
}

type AccessReader = Pick<SettingsReader<{ readonly access?: Access }>, "raw" | "refuse" | "attempt">;

function resolveNetworkPolicy(
  reader: SettingsReader<NetworkPolicySettings>,
  { grafanaNamespace, alertmanagerNamespace, lookUps }: AccessContext,
): NetworkPolicyModel {
  const isDeclared = reader.isSet("controlPlane");
  return {
    kind: "networkPolicy",
    from: peers(reader, "from") ?? namespaces(grafanaNamespace),
    metrics: peers(reader, "metrics") ?? namespaces(...(alertmanagerNamespace === null ? [] : [alertmanagerNamespace])),
    controlPlane: { lookUp: lookUps && !isDeclared, peers: peers(reader, "controlPlane") ?? KONNECTIVITY, isDeclared },
  };
}

function namespaces(...names: readonly string[]): readonly PeerModel[] {
  return names.map((namespace) => ({ kind: "namespace", namespace }));
}

/** Null if unset. */
function peers(
  reader: SettingsReader<NetworkPolicySettings>,
  key: keyof NetworkPolicySettings,
): readonly PeerModel[] | null {
  const value = reader.raw(key);
  if (value === undefined) return null;
  const setting = reader.fullName(key);
  if (!Array.isArray(value)) {
    reader.refuse(notPeers(value, setting, key));
    return [];
  }
  return value.flatMap((item: unknown, index) => {
    const name = `${setting}[${index}]`;
    const problems = item instanceof Peer ? problemsOf(item.choice, name) : [notAPeer(item, name)];
    for (const problem of problems) reader.refuse(problem);
    return item instanceof Peer && problems.length === 0 ? [item.choice] : [];
  });
}

/** The bundler doesn't check types, so the arguments of a factory can have any. */
function problemsOf(peer: PeerModel, setting: string): readonly SettingsErrorProps[] {
  switch (peer.kind) {
    case "namespace":
      return invalid(peer.namespace, objectName, setting);
    case "pods":
      return [...invalid(peer.namespace, objectName, `${setting}.namespace`), ...labelProblems(peer.labels, setting)];
    case "addresses":
      return peer.cidrs.length === 0
        ? [noAddresses(setting)]
        : peer.cidrs.flatMap((range) =>
            isAll(range) ? [allAddresses(range, setting)] : invalid(range, cidr, setting),
          );
  }
}

function invalid(value: unknown, validator: TextValidator, setting: string): readonly SettingsErrorProps[] {
  return isValidText(value, validator) ? [] : [invalidText(value, validator, setting)];
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const labelKey: TextValidator = {
  pattern: /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
  expected: "the key of a label",
  why: "the API server rejects any other key",
  remedy: 'write the label as "kubectl get pods --show-labels" prints it',
};

const labelValue: TextValidator = {
  ...labelKey,
  pattern: /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
  expected: "the value of a label",
  why: "the API server rejects any other value",
};

function labelProblems(labels: unknown, setting: string): readonly SettingsErrorProps[] {
  const name = `${setting}.labels`;
  if (!isPlainObject(labels) || Object.keys(labels).length === 0) return [noLabels(labels, name)];
  return Object.entries(labels).flatMap(([key, value]) => [
    ...invalid(key, labelKey, name),
    ...invalid(value, labelValue, `${name}["${key}"]`),
  ]);
}

function isAll(range: unknown): boolean {
  return typeof range === "string" && /^[\d.:a-fA-F]+\/0+$/.test(range);
}

function notAccess(value: unknown): SettingsErrorProps {
  const isOpen = typeof value === "string" && /^(open|none|off)$/i.test(value.trim());
  return {
    setting: "access",
    got: formatValue(value),
    expected: "Access.networkPolicy({ … }) or Access.open()",
    why: "Loki and Alloy have no authentication, so the network decides who may stop them and read their data",
    remedy: isOpen
      ? "write access: Access.open(), or leave it out to admit only those that need Loki and the agents"
      : 'write access: Access.networkPolicy({ from: [Peer.namespace("grafana")] }) with the namespaces that query Loki, or leave it out',
  };
}

const EXPECTED_PEER = "Peer.namespace(…), Peer.pods(…) or Peer.addresses(…)";
const WHY_PEER = "an unintended peer would be admitted silently";

function notPeers(value: unknown, setting: string, key: string): SettingsErrorProps {
  return {
    setting,
    got: value instanceof Peer ? "a peer" : formatValue(value),
    expected: `an array of ${EXPECTED_PEER}`,
    why: WHY_PEER,
    remedy: `write ${key}: [${value instanceof Peer ? codeOf(value.choice) : meantPeer(value)}]`,
  };
}

function notAPeer(value: unknown, setting: string): SettingsErrorProps {
  return {
    setting,
    got: formatValue(value),
    expected: EXPECTED_PEER,
    why: WHY_PEER,
    remedy: `write ${meantPeer(value)}`,
  };
}

/** The peer that a value probably means, as code. */
function meantPeer(value: unknown): string {
  if (typeof value !== "string") return 'Peer.namespace("grafana")';
  const range = cidr.correct?.(value.trim()) ?? value;
  return isValidText(range, cidr) ? codeOf({ kind: "addresses", cidrs: [range] }) : `Peer.namespace(${quoted(value)})`;
}

/** The code of a peer, for main.ts. */
function codeOf(peer: PeerModel): string {
  if (peer.kind === "addresses") return `Peer.addresses(${peer.cidrs.map(quoted).join(", ")})`;
  if (peer.kind === "namespace") return `Peer.namespace(${quoted(peer.namespace)})`;
  return `Peer.pods({ namespace: ${quoted(peer.namespace)}, labels: ${formatValue(peer.labels)} })`;
}

function noAddresses(setting: string): SettingsErrorProps {
  return {
    setting,
    got: "Peer.addresses() without a range",
    expected: cidr.expected,
    why: "in a policy, a list without entries admits everybody",
    remedy: 'write the range, such as Peer.addresses("192.0.2.10/32"), or remove the peer',
  };
}

function allAddresses(range: unknown, setting: string): SettingsErrorProps {
  return {
    setting,
    got: formatValue(range),
    expected: "a range that is not all addresses",
    why: "it admits every pod and everything that reaches the pod network, and no finding says so",
    remedy: "write the addresses that need Loki, or access: Access.open()",
  };
}

function noLabels(labels: unknown, setting: string): SettingsErrorProps {
  return {
    setting,
    got: formatValue(labels),
    expected: 'at least one label, such as { "app.kubernetes.io/name": "grafana" }',
    why: "without labels, a peer is every pod of its namespace",
    remedy: "write the labels of the pods, or Peer.namespace(…) for every pod of the namespace",
  };
}
