import type { V1NetworkPolicy, V1Pod } from "@kubernetes/client-node";
import { PolicyTrial, type PolicyTrialProps, TRIAL_LABEL } from "../../src/preflight/policy-trial";
import { exampleModel } from "../helpers/example";
import { answered } from "../verify/fake-pods";

const model = exampleModel();
const { signal } = new AbortController();

/** The parts of the API that a trial uses, on a network that may enforce policies. */
class FakeNetwork {
  readonly namespaces = new Map<string, object>();
  readonly pods = new Map<string, V1Pod>();
  readonly removed: string[] = [];
  /** The policy, while it exists. */
  policy: V1NetworkPolicy | null = null;
  /** The client's results. A real client writes one each second. */
  private readonly lines: string[] = [];
  enforces = true;
  /** Whether another policy forbids every connection. */
  isSealed = false;
  /** The resources that the user may not create. */
  readonly denied = new Set<string>();
  admit: (pod: V1Pod) => void = () => undefined;
  statusOf: (pod: V1Pod) => NonNullable<V1Pod["status"]> = () => ({ phase: "Running", podIP: "10.0.0.7" });

  props(): PolicyTrialProps {
    const core = {
      readNamespace: async ({ name }: { readonly name: string }) => {
        if (!this.namespaces.has(name)) throw answered(404, "not found");
        return { metadata: { name } };
      },
      createNamespace: async ({ body }: { readonly body: { metadata?: { name?: string } } }) => {
        this.namespaces.set(body.metadata?.name ?? "", body);
        return {};
      },
      deleteNamespace: async ({ name }: { readonly name: string }) => {
        this.removed.push(`namespace ${name}`);
        return {};
      },
      createNamespacedPod: async ({ body }: { readonly body: V1Pod }) => {
        this.admit(body);
        this.pods.set(body.metadata?.name ?? "", { ...body, status: this.statusOf(body) });
        return body;
      },
      listNamespacedPod: async () => ({ items: [...this.pods.values()] }),
      readNamespacedPodLog: async () => this.log(),
      deleteNamespacedPod: async ({ name }: { readonly name: string }) => {
        if (!this.pods.delete(name)) throw answered(404, "not found");
        this.removed.push(`pod ${name.split("-").at(-1)}`);
        return {};
      },
    };
    const networking = {
      createNamespacedNetworkPolicy: async ({ body }: { readonly body: V1NetworkPolicy }) => {
        this.policy = body;
        return body;
      },
      replaceNamespacedNetworkPolicy: async ({ body }: { readonly body: V1NetworkPolicy }) => {
        this.policy = body;
        return body;
      },
      deleteNamespacedNetworkPolicy: async () => {
        if (this.policy === null) throw answered(404, "not found");
        this.policy = null;
        this.removed.push("policy");
        return {};
      },
    };
    const authorization = {
      createSelfSubjectAccessReview: async ({ body }: Parameters<ReviewOf>[0]) => ({
        spec: {},
        status: { allowed: !this.denied.has(body.spec.resourceAttributes?.resource ?? "") },
      }),
    };
    return {
      core: () => core,
      networking: () => networking,
      authorization: () => authorization,
      model,
      kubectl: "kubectl --context lab",
    };
  }

  private log(): string {
    const isAdmitted = !this.enforces || (this.policy?.spec?.ingress ?? []).length > 0;
    this.lines.push(`${isAdmitted && !this.isSealed ? "open" : "closed"} 10.0.0.7 8080`);
    return this.lines.join("\n");
  }
}

type ReviewOf = ReturnType<PolicyTrialProps["authorization"]>["createSelfSubjectAccessReview"];

function run(network: FakeNetwork) {
  return new PolicyTrial(network.props()).run(signal);
}

/** Lets the timeouts pass a hundred times as fast. */
async function inShortTime<T>(work: () => Promise<T>): Promise<T> {
  const now = performance.now.bind(performance);
  const clock = jest.spyOn(performance, "now").mockImplementation(() => 100 * now());
  try {
    return await work();
  } finally {
    clock.mockRestore();
  }
}

test("finds that the network enforces a policy, and removes everything", async () => {
  const network = new FakeNetwork();
  expect(await run(network)).toMatchObject({ kind: "enforced", milliseconds: expect.any(Number) });
  expect([...network.removed].sort()).toEqual([
    expect.stringMatching(/^namespace log-collection-preflight-[0-9a-f]{8}$/),
    "pod client",
    "pod server",
    "policy",
  ]);
});

test("finds that the network ignores a policy", async () => {
  const network = new FakeNetwork();
  network.enforces = false;
  expect(await inShortTime(() => run(network))).toEqual({ kind: "not-enforced" });
  expect(network.pods.size).toBe(0);
});

test("does not take a connection that never was possible for a proof", async () => {
  const network = new FakeNetwork();
  network.isSealed = true;
  expect(await inShortTime(() => run(network))).toEqual({ kind: "never-open" });
});

test("does not take a server that ended for a proof", async () => {
  const network = new FakeNetwork();
  const props = network.props();
  const networking = props.networking(signal);
  const replaceNamespacedNetworkPolicy: typeof networking.replaceNamespacedNetworkPolicy = async (request) => {
    for (const [name, pod] of network.pods)
      if (name.endsWith("-server")) network.pods.set(name, { ...pod, status: { phase: "Failed", reason: "Evicted" } });
    return networking.replaceNamespacedNetworkPolicy(request);
  };
  const trial = new PolicyTrial({ ...props, networking: () => ({ ...networking, replaceNamespacedNetworkPolicy }) });
  expect(await trial.run(signal)).toEqual({ kind: "no-pod", problem: "Evicted" });
});

test("runs in a namespace of its own at the level restricted, before that of the drill exists", async () => {
  const network = new FakeNetwork();
  await run(network);
  expect([...network.namespaces.values()]).toMatchObject([
    { metadata: { labels: { "pod-security.kubernetes.io/enforce": "restricted" } } },
  ]);
});

test("runs in the namespace of the drill once that exists, and keeps it", async () => {
  const network = new FakeNetwork();
  network.namespaces.set("monitoring-drill", {});
  const namespaces: (string | undefined)[] = [];
  network.admit = ({ metadata }) => void namespaces.push(metadata?.namespace);
  expect(await run(network)).toMatchObject({ kind: "enforced" });
  expect(namespaces).toEqual(["monitoring-drill", "monitoring-drill"]);
  expect(network.removed).not.toContainEqual(expect.stringMatching(/^namespace/));
});

test.each([
  ["namespaces", false, "create namespaces"],
  ["pods", true, "create pods in the namespace monitoring-drill"],
  ["networkpolicies", true, "create networkpolicies in the namespace monitoring-drill"],
])("creates nothing if the user may not create %s", async (resource, exists, action) => {
  const network = new FakeNetwork();
  if (exists) network.namespaces.set("monitoring-drill", {});
  network.denied.add(resource);
  expect(await run(network)).toEqual({ kind: "not-allowed", action });
  expect([network.pods.size, network.policy, network.removed]).toEqual([0, null, []]);
});

test("reports why a pod is rejected or cannot run, and removes the rest", async () => {
  const rejecting = new FakeNetwork();
  rejecting.admit = () => {
    throw answered(403, 'pods "x" is forbidden: exceeded quota: small');
  };
  expect(await run(rejecting)).toEqual({ kind: "no-pod", problem: 'pods "x" is forbidden: exceeded quota: small' });
  expect(rejecting.policy).toBeNull();
  const waiting = new FakeNetwork();
  const state = { waiting: { reason: "ErrImagePull", message: "no such host" } };
  waiting.statusOf = () => ({
    phase: "Pending",
    containerStatuses: [{ name: "c", image: "", imageID: "", ready: false, restartCount: 0, state }],
  });
  expect(await run(waiting)).toEqual({ kind: "no-pod", problem: "c: ErrImagePull: no such host" });
});

test("waits for the ServiceAccount of a new namespace", async () => {
  const network = new FakeNetwork();
  let isFirst = true;
  network.admit = () => {
    if (!isFirst) return;
    isFirst = false;
    throw answered(
      403,
      'pods "x" is forbidden: error looking up service account a/default: serviceaccount "default" not found',
    );
  };
  expect(await run(network)).toMatchObject({ kind: "enforced" });
});

test("names what a user removes who stops the program before it is done", async () => {
  const network = new FakeNetwork();
  const trial = new PolicyTrial(network.props());
  expect(trial.manualCleanup).toContain(`kubectl --context lab delete namespaces --selector ${TRIAL_LABEL}=`);
  network.namespaces.set("monitoring-drill", {});
  const running = trial.run(signal);
  network.admit = () =>
    expect(trial.manualCleanup).toContain("--namespace monitoring-drill delete pods,networkpolicies");
  expect(await running).toMatchObject({ kind: "enforced" });
  expect.assertions(4);
});
