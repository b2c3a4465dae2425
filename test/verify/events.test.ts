import type { ServiceRequest } from "../../src/kube/http-service";
import { type Drill, type Probe, QUIET } from "../../src/verify/drill";
import { lookAtEvents } from "../../src/verify/links/events";
import { exampleModel } from "../helpers/example";
import { answered } from "./stand-in-pods";

const { signal } = new AbortController();
const collector = async () => ({ metadata: { name: "alloy-events" } });

function probe(pod: string, wroteAt: number | null): Probe {
  return { node: pod, pod, container: QUIET, wroteAt, text: null, problem: null };
}

/** A Loki that has events of one pod, and a drill of which another couldn't write. */
function look({ readNamespacedDeployment = collector, model = exampleModel() } = {}) {
  const request = async ({ query = {} }: ServiceRequest) => {
    const isAsked = query["query"]?.includes('"written"') ?? false;
    return JSON.stringify({ data: { result: isAsked ? [{ stream: { job: "kubernetes-events" } }] : [] } });
  };
  const drill: Drill = {
    marker: "m",
    namespace: "monitoring",
    silenced: async () => undefined,
    probes: async () => [probe("full", null), probe("written", 1)],
    end: async () => undefined,
  };
  return lookAtEvents(model, { apps: { readNamespacedDeployment }, loki: { at: "loki", request }, drill }, signal);
}

test("an event of one pod that has run is enough", async () => {
  expect(await look()).toMatchObject({ status: "holds", figure: "one of written" });
});

test("a collector that isn't deployed yet is no fault", async () => {
  const readNamespacedDeployment = () => Promise.reject(answered(404, "not found"));
  expect(await look({ readNamespacedDeployment })).toEqual({
    status: "not-deployed",
    isAbsent: true,
    found: "there is no Deployment alloy-events",
  });
});
