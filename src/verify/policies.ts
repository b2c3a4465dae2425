import type { V1NetworkPolicy } from "@kubernetes/client-node";
import { networkPolicies, type Policy } from "../access/policies";
import { apiServer } from "../diagnostics/api-server";
import { cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { absent, fail, type Outcome, pass, warn } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/rbac";
import { listed } from "../diagnostics/text";
import { selectsLabels } from "../kube/label-selector";
import { listAll } from "../kube/lists";
import type { Model } from "../model";
import { Duration } from "../units";
import type { VerifyContext } from "./context";
import { notDeployedIfOtherVersion } from "./deployed";

const SHOW = "kubectl --namespace <namespace> get networkpolicy <policy> --output yaml";

export const causes = {
  deleted: cause("The NetworkPolicy <policy> was deleted from the namespace <namespace>.", "npm run deploy"),
  edited: cause(
    "The NetworkPolicy <policy> was edited in the cluster: it selects other pods, or another direction.",
    "npm run deploy",
  ),
  open: cause(
    "The NetworkPolicy <policy> was edited in the cluster: one of its rules admits everybody.",
    "npm run deploy",
  ),
  added: cause(
    "The NetworkPolicy <policy> is not the stack's, but also selects its pods. Policies add up: whatever it admits reaches them, too.",
    SHOW,
  ),
};

export interface PoliciesEvidence {
  readonly expected: readonly Policy[];
  /** Every policy of the namespaces of the stack. */
  readonly found: readonly V1NetworkPolicy[];
}

/** The policies admit nobody but those that the settings name. Whether the network enforces them, preflight tests. */
export const policies = notDeployedIfOtherVersion(
  diagnostic<VerifyContext, PoliciesEvidence>({
    id: "policies",
    title: "The network policies are those of the stack",
    after: [apiServer],
    failure: "cluster",
    timeout: Duration.seconds(10),
    permissions: (model) =>
      namespacesOf(model).map((name) => inNamespace(name, "networkpolicies", ["list"], "networking.k8s.io")),
    causes,
    skip: ({ stack: { model } }) => (model.access.kind === "open" ? "the setting access is Access.open()" : null),
    collect: async ({ cluster, stack: { model } }, signal) => {
      const networking = cluster.networking(signal);
      const lists = namespacesOf(model).map((namespace) =>
        listAll((page) => networking.listNamespacedNetworkPolicy({ namespace, ...page })),
      );
      return { expected: networkPolicies(model), found: (await Promise.all(lists)).flat() };
    },
    analyze: ({ expected, found }) => {
      const pairs = expected.map((policy) => ({ policy, object: found.find((object) => isNamed(object, policy)) }));
      return missing(pairs) ?? changed(pairs) ?? added(expected, found) ?? pass(`${expected.length} policies`);
    },
  }),
);

interface Pair {
  readonly policy: Policy;
  readonly object: V1NetworkPolicy | undefined;
}

/** None if access is open. */
function namespacesOf(model: Model): readonly string[] {
  return [...new Set(networkPolicies(model).map(({ namespace }) => namespace))];
}

function isNamed({ metadata }: V1NetworkPolicy, { name, namespace }: Policy): boolean {
  return metadata?.name === name && metadata.namespace === namespace;
}

function factsOf({ name, namespace }: Policy) {
  return { policy: name, namespace };
}

const EXPECTED = "the policies of the stack";

function missing(pairs: readonly Pair[]): Outcome | null {
  const [first, ...others] = pairs.flatMap(({ policy, object }) => (object === undefined ? [policy] : []));
  if (first === undefined) return null;
  if (others.length + 1 === pairs.length) return absent("the cluster has none of the stack's network policies");
  const got = `missing: ${listed([first, ...others].map(({ name }) => name))}`;
  return fail({ got, expected: EXPECTED, causes: [causes.deleted(factsOf(first))] });
}

function changed(pairs: readonly Pair[]): Outcome | null {
  for (const { policy, object } of pairs) {
    const difference = object === undefined ? null : differenceOf(policy, object);
    if (difference === null) continue;
    const { got, why } = difference;
    return fail({ got: `${policy.name}: ${got}`, expected: EXPECTED, causes: [causes[why](factsOf(policy))] });
  }
  return null;
}

interface Difference {
  readonly got: string;
  readonly why: "edited" | "open";
}

/** Addresses that Terraform looked up are in the object only, so rules are not compared with the settings. */
function differenceOf(policy: Policy, { spec = {} }: V1NetworkPolicy): Difference | null {
  const labels = spec.podSelector?.matchLabels ?? {};
  const isSame =
    Object.keys(labels).length === Object.keys(policy.pods).length &&
    Object.entries(policy.pods).every(([key, value]) => labels[key] === value) &&
    (spec.podSelector?.matchExpressions ?? []).length === 0;
  if (!isSame) return { got: `selects ${JSON.stringify(spec.podSelector ?? {})}`, why: "edited" };
  const types = spec.policyTypes ?? [];
  if (!types.includes("Ingress")) return { got: "does not restrict ingress", why: "edited" };
  if (policy.egress !== null && !types.includes("Egress")) return { got: "does not restrict egress", why: "edited" };
  const isOpen = (spec.ingress ?? []).some(({ _from }) => (_from ?? []).length === 0);
  return isOpen ? { got: "a rule of ingress without peers", why: "open" } : null;
}

/** Another policy may be intended, such as one of Cilium's for the control plane. */
function added(expected: readonly Policy[], found: readonly V1NetworkPolicy[]): Outcome | null {
  const others = found.filter(
    (object) =>
      !expected.some((policy) => isNamed(object, policy)) &&
      (object.spec?.ingress ?? []).length > 0 &&
      expected.some(
        // As far as the labels are known.
        ({ namespace, pods }) =>
          object.metadata?.namespace === namespace && selectsLabels(object.spec?.podSelector ?? {}, pods),
      ),
  );
  const [first] = others;
  if (first === undefined) return null;
  const { name = "", namespace = "" } = first.metadata ?? {};
  return warn({
    got: `also: ${listed(others.map(({ metadata }) => metadata?.name ?? ""))}`,
    expected: "no other policy that admits connections to the stack's pods",
    causes: [causes.added({ policy: name, namespace })],
  });
}
