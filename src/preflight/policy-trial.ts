import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { AuthorizationV1Api, CoreV1Api, NetworkingV1Api, V1NetworkPolicy, V1Pod } from "@kubernetes/client-node";
import { type Attempt, attemptRepeatedly, attemptsIn } from "../diagnostics/connections";
import type { Cleanup } from "../diagnostics/interruption";
import { podProblem } from "../diagnostics/pod-problems";
import { restrictedPod } from "../diagnostics/restricted-pod";
import { ignoreNotFound, statusOf } from "../kube/errors";
import { readPodLog } from "../kube/pod-log";
import { poll } from "../kube/poll";
import type { Model } from "../model";
import { DRILL_LEVEL, ENFORCE } from "../stack/workloads";
import { Duration } from "../units";

/** Its value is the id of the run that created the object. */
export const TRIAL_LABEL = "log-collection/preflight";

export interface PolicyTrialProps {
  readonly core: (
    signal: AbortSignal,
  ) => Pick<
    CoreV1Api,
    | "readNamespace"
    | "createNamespace"
    | "deleteNamespace"
    | "createNamespacedPod"
    | "listNamespacedPod"
    | "readNamespacedPodLog"
    | "deleteNamespacedPod"
  >;
  readonly networking: (
    signal: AbortSignal,
  ) => Pick<
    NetworkingV1Api,
    "createNamespacedNetworkPolicy" | "replaceNamespacedNetworkPolicy" | "deleteNamespacedNetworkPolicy"
  >;
  readonly authorization: (signal: AbortSignal) => Pick<AuthorizationV1Api, "createSelfSubjectAccessReview">;
  readonly model: Pick<Model, "drill" | "inotify">;
  /** The command that reaches the cluster, such as "kubectl --context prod". */
  readonly kubectl: string;
}

/** What the network did with a connection that a policy forbids. */
export type Enforcement =
  | { readonly kind: "enforced"; readonly milliseconds: number }
  | { readonly kind: "not-enforced" }
  /** No connection was possible even while the policy admitted it. */
  | { readonly kind: "never-open" }
  /** A pod of the trial did not run, in the words of Kubernetes. */
  | { readonly kind: "no-pod"; readonly problem: string }
  /** What the user may not do. */
  | { readonly kind: "not-allowed"; readonly action: string };

const START_TIMEOUT = Duration.seconds(60);
const OPEN_TIMEOUT = Duration.seconds(20);

/** Agents apply a new policy within a few seconds. */
const CLOSE_TIMEOUT = Duration.seconds(30);

/** One connection may fail for another reason. */
const CLOSED_ATTEMPTS = 2;

/** A new namespace has no ServiceAccount for a moment, and rejects pods until then. */
const ACCOUNT_TIMEOUT = Duration.seconds(10);
const NO_ACCOUNT = /serviceaccount "default" not found/;

const PORT = 8_080;

/** Longer than all timeouts together. */
const DEADLINE = Duration.minutes(3);
const REMOVAL_TIMEOUT = Duration.seconds(20);

const SERVER = "server";
const CLIENT = "client";
const POLICY = "policy";

/**
 * Tries whether the network enforces a policy. The policy first admits the connection, and then no longer does: so other
 * policies of the namespace don't matter, which may isolate its pods.
 */
export class PolicyTrial implements Cleanup {
  private readonly id = randomUUID();
  /** The namespace of the trial. Null until something may exist in it. */
  private namespace: { readonly name: string; readonly isTemporary: boolean } | null = null;

  constructor(private readonly props: PolicyTrialProps) {}

  get manualCleanup(): string {
    const { namespace, props, id } = this;
    if (namespace === null) return `${props.kubectl} delete namespaces --selector ${TRIAL_LABEL}=${id}`;
    return namespace.isTemporary
      ? `${props.kubectl} delete namespace ${namespace.name}`
      : `${props.kubectl} --namespace ${namespace.name} delete pods,networkpolicies --selector ${TRIAL_LABEL}=${id}`;
  }

  /** Connects from one pod to another, forbids the connection by a policy, and waits for it to fail. */
  async run(signal: AbortSignal): Promise<Enforcement> {
    const place = await this.place(signal);
    const action = await this.deniedAction(place, signal);
    if (action !== null) return { kind: "not-allowed", action };
    try {
      await this.enter(place, signal);
      return await this.measure(place.name, signal);
    } catch (error) {
      const problem = rejectionOf(error);
      if (problem === null) throw error;
      return { kind: "no-pod", problem };
    } finally {
      await this.remove();
    }
  }

  async remove(): Promise<void> {
    const { namespace, props } = this;
    if (namespace === null) return;
    const signal = AbortSignal.timeout(REMOVAL_TIMEOUT.toMilliseconds());
    const core = props.core(signal);
    const pods = [SERVER, CLIENT].map((role) =>
      ignoreNotFound(core.deleteNamespacedPod({ ...this.named(role, namespace.name), gracePeriodSeconds: 0 })),
    );
    const policy = props.networking(signal).deleteNamespacedNetworkPolicy(this.named(POLICY, namespace.name));
    await Promise.all([...pods, ignoreNotFound(policy)]);
    if (namespace.isTemporary) await ignoreNotFound(core.deleteNamespace({ name: namespace.name }));
    this.namespace = null;
  }

  /** Before the first apply, the namespace of the drill does not exist. Terraform refuses to create what exists. */
  private async place(signal: AbortSignal) {
    const name = this.props.model.drill.namespace;
    const found = await ignoreNotFound(this.props.core(signal).readNamespace({ name }));
    if (found !== null && found.metadata?.deletionTimestamp === undefined) return { name, isTemporary: false };
    return { name: `log-collection-preflight-${this.id.slice(0, 8)}`, isTemporary: true };
  }

  /** Returns null if the user may do everything that the trial does. */
  private async deniedAction(
    { name, isTemporary }: NonNullable<PolicyTrial["namespace"]>,
    signal: AbortSignal,
  ): Promise<string | null> {
    const actions = [
      ...(isTemporary ? [{ resource: "namespaces", group: "" }] : []),
      { resource: "pods", group: "", namespace: name },
      { resource: "networkpolicies", group: "networking.k8s.io", namespace: name },
    ];
    const reviews = await Promise.all(
      actions.map((attributes) =>
        this.props.authorization(signal).createSelfSubjectAccessReview({
          body: { spec: { resourceAttributes: { verb: "create", ...attributes } } },
        }),
      ),
    );
    const denied = actions.find((_, index) => reviews[index]?.status?.allowed !== true);
    if (denied === undefined) return null;
    return `create ${denied.resource}${isTemporary ? "" : ` in the namespace ${name}`}`;
  }

  private async enter(place: NonNullable<PolicyTrial["namespace"]>, signal: AbortSignal): Promise<void> {
    // Recorded before the request: the namespace may exist even if no answer comes.
    this.namespace = place;
    if (!place.isTemporary) return;
    const labels = { [TRIAL_LABEL]: this.id, [ENFORCE]: DRILL_LEVEL };
    await this.props.core(signal).createNamespace({ body: { metadata: { name: place.name, labels } } });
  }

  private async measure(namespace: string, signal: AbortSignal): Promise<Enforcement> {
    const networking = this.props.networking(signal);
    await networking.createNamespacedNetworkPolicy({ namespace, body: this.policy(namespace, [CLIENT]) });
    await this.createPod(SERVER, namespace, `exec httpd -f -p ${PORT} -h /tmp\n`, signal);
    const server = await this.started(SERVER, namespace, signal);
    if (typeof server === "string") return { kind: "no-pod", problem: server };
    await this.createPod(CLIENT, namespace, attemptRepeatedly({ host: addressOf(server), port: PORT }), signal);
    const client = await this.started(CLIENT, namespace, signal);
    if (typeof client === "string") return { kind: "no-pod", problem: client };
    if (!isOnceOpen(await this.attempts(namespace, isOnceOpen, OPEN_TIMEOUT, signal))) return { kind: "never-open" };
    const createdAt = performance.now();
    const isolated = { ...this.named(POLICY, namespace), body: this.policy(namespace, []) };
    await networking.replaceNamespacedNetworkPolicy(isolated);
    const all = await this.attempts(namespace, isClosed, CLOSE_TIMEOUT, signal);
    if (!isClosed(all)) return { kind: "not-enforced" };
    const milliseconds = performance.now() - createdAt;
    // A server that ended would look the same.
    const still = await this.started(SERVER, namespace, signal);
    return typeof still === "string" ? { kind: "no-pod", problem: still } : { kind: "enforced", milliseconds };
  }

  private async createPod(role: string, namespace: string, script: string, signal: AbortSignal): Promise<void> {
    const body = restrictedPod({
      ...this.named(role, namespace),
      labels: this.labels(role),
      node: null,
      container: "network-policy-trial",
      image: this.props.model.inotify.busybox,
      script,
      deadline: DEADLINE,
    });
    const end = performance.now() + ACCOUNT_TIMEOUT.toMilliseconds();
    for (;;) {
      try {
        await this.props.core(signal).createNamespacedPod({ namespace, body });
        return;
      } catch (error) {
        if (!NO_ACCOUNT.test(statusOf(error)?.message ?? "") || performance.now() > end) throw error;
      }
      await sleep(250, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  /** Returns the running pod, or why it does not run. */
  private async started(role: string, namespace: string, signal: AbortSignal): Promise<V1Pod | string> {
    const pod = await poll({
      request: () => this.pod(role, namespace, signal),
      isEnough: (found) => found === null || isRunning(found) || isHopeless(found),
      timeout: START_TIMEOUT,
      signal,
    });
    if (pod === null) return "the pod was deleted";
    return isRunning(pod) ? pod : podProblem(pod, []).message;
  }

  private async pod(role: string, namespace: string, signal: AbortSignal): Promise<V1Pod | null> {
    const labelSelector = `${TRIAL_LABEL}=${this.id}`;
    const { items } = await this.props.core(signal).listNamespacedPod({ namespace, labelSelector });
    return items.find(({ metadata }) => metadata?.name === this.named(role, namespace).name) ?? null;
  }

  /** The results of the client until they suffice or the timeout has passed. */
  private attempts(
    namespace: string,
    isEnough: (attempts: readonly Attempt[]) => boolean,
    timeout: Duration,
    signal: AbortSignal,
  ): Promise<readonly Attempt[]> {
    const request = async () => {
      const log = await readPodLog(this.props.core(signal), this.named(CLIENT, namespace));
      return attemptsIn(log.text ?? "");
    };
    return poll({ request, isEnough, timeout, signal });
  }

  /** A policy by which only these pods may connect to the server. */
  private policy(namespace: string, admitted: readonly string[]): V1NetworkPolicy {
    const from = admitted.map((role) => ({ podSelector: { matchLabels: this.labels(role) } }));
    return {
      metadata: { ...this.named(POLICY, namespace), labels: this.labels(POLICY) },
      spec: {
        podSelector: { matchLabels: this.labels(SERVER) },
        policyTypes: ["Ingress"],
        // A rule without peers admits everybody.
        ingress: from.length === 0 ? [] : [{ _from: from }],
      },
    };
  }

  private named(role: string, namespace: string) {
    return { name: `log-collection-preflight-${this.id.slice(0, 8)}-${role}`, namespace };
  }

  private labels(role: string): Record<string, string> {
    return { [TRIAL_LABEL]: this.id, "log-collection/role": role };
  }
}

function isOnceOpen(attempts: readonly Attempt[]): boolean {
  return attempts.some(({ isOpen }) => isOpen);
}

/** Whether the last connections failed. */
function isClosed(attempts: readonly Attempt[]): boolean {
  return attempts.length >= CLOSED_ATTEMPTS && attempts.slice(-CLOSED_ATTEMPTS).every(({ isOpen }) => !isOpen);
}

function isRunning(pod: V1Pod): boolean {
  return pod.status?.phase === "Running" && addressOf(pod) !== "";
}

/** The kubelet tries an image again and again, but rarely with success. */
function isHopeless(pod: V1Pod): boolean {
  return ["Failed", "Succeeded"].includes(pod.status?.phase ?? "") || podProblem(pod, []).kind === "image";
}

function addressOf({ status }: V1Pod): string {
  return status?.podIP ?? "";
}

/** Why the API server rejects an object: Pod Security, a quota or another admission plugin. Null for other errors. */
function rejectionOf(error: unknown): string | null {
  const status = statusOf(error);
  return status !== null && [400, 403, 422].includes(status.code) ? status.message : null;
}
