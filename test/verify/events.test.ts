import type { V1Deployment, V1Pod } from "@kubernetes/client-node";
import { QUIET } from "../../src/alerting/log-path-drill";
import type { ServiceRequest } from "../../src/kube/http-service";
import { causes, events } from "../../src/verify/events";
import type { Drill, Probe } from "../../src/verify/log-path-drill/probes";
import { stack } from "../checks/stacks";
import { answered } from "./fake-pods";
import { pod } from "./objects";

const { signal } = new AbortController();
const pods: readonly V1Pod[] = [pod("alloy-events-1", "a", { metadata: { name: "alloy-events-1" } })];
const collector = async (): Promise<V1Deployment> => ({
  metadata: { name: "alloy-events" },
  status: { readyReplicas: 1 },
});

function probe(pod: string, wroteAt: number | null): Probe {
  return { node: pod, pod, container: QUIET, wroteAt, text: null, problem: null };
}

/** Runs on a Loki that has events of one pod, with a drill whose other pod could not write. */
function run({ readNamespacedDeployment = collector } = {}) {
  const request = async ({ query = {} }: ServiceRequest) => {
    const isAsked = query["query"]?.includes('"written"') ?? false;
    return JSON.stringify({ data: { result: isAsked ? [{ stream: { job: "kubernetes-events" } }] : [] } });
  };
  const drill: Drill = {
    markerId: "m",
    namespace: "monitoring",
    silence: async () => undefined,
    probes: async () => [probe("full", null), probe("written", 1)],
    end: async () => undefined,
  };
  const cluster = {
    apps: () => ({ readNamespacedDeployment }),
    core: () => ({ listNamespacedPod: async () => ({ items: [...pods] }) }),
    pod: () => ({ at: "collector", request: async () => "" }),
  };
  return events.run({ stack: stack(), cluster, loki: { at: "loki", request }, drill }, signal);
}

test("passes with an event of one pod that ran", async () => {
  expect(await run()).toMatchObject({ status: "pass", detail: "one of written" });
});

test("reports a missing collector as not deployed", async () => {
  const readNamespacedDeployment = () => Promise.reject(answered(404, "not found"));
  expect(await run({ readNamespacedDeployment })).toEqual({
    status: "not-deployed",
    isAbsent: true,
    got: "no Deployment alloy-events",
  });
});

const evidence = {
  namespace: "monitoring",
  collector: "alloy-events",
  isReady: true,
  pod: "written",
  hasArrived: false,
  losesLines: null,
};
const facts = { namespace: "monitoring", collector: "alloy-events" };

test("fails without the event, and names the causes of a ready collector", () => {
  expect(events.analyze(evidence)).toMatchObject({
    status: "fail",
    got: "no event of written in Loki, which Kubernetes just started",
    causes: [causes.gaveUp(facts), causes.skips(facts), causes.notAllowed(facts), causes.notSent(facts)],
  });
});

test("derives from the collector's metrics whether it can send", () => {
  expect(events.analyze({ ...evidence, losesLines: true })).toMatchObject({ causes: [causes.notSent(facts)] });
  expect(events.analyze({ ...evidence, losesLines: false })).toMatchObject({
    causes: [causes.gaveUp(facts), causes.skips(facts), causes.notAllowed(facts)],
  });
});

test("blames only the pod of a collector that is not ready", () => {
  expect(events.analyze({ ...evidence, isReady: false })).toMatchObject({ causes: [causes.notReady(facts)] });
});
