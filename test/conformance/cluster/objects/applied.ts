import type { RenderedRelease, RenderedStack } from "../../../../src/stack/rendered-stack";
import type { KubeClient } from "../control-plane/kube-client";
import { agentStandIn, eventsStandIn, lokiStandIn } from "./chart-stand-in";
import type { Manifest } from "./manifest";
import { releaseSecret } from "./release-secret";
import { renderedChart } from "./rendered-chart";
import { plannedObjects, type Resources } from "./terraform";

export interface AppliedProps {
  readonly kube: KubeClient;
  readonly deployment: RenderedStack;
  readonly resources: Resources;
  /** Null where stand-ins have to do. */
  readonly charts: Charts | null;
}

/** Where the charts are. */
export interface Charts {
  readonly helm: string;
  readonly loki: string;
  readonly alloy: string;
}

/** What the API server calls Terraform's two providers, after the agent that they name in their requests. */
const KUBERNETES_PROVIDER = "HashiCorp";
const HELM_PROVIDER = "terraform-provider-helm";

/** Creates what an apply would create. */
export async function apply({ kube, deployment, resources, charts }: AppliedProps): Promise<void> {
  const { model } = deployment;
  const namespace = model.namespace.name;
  const names = await createPlanned(kube, resources);
  const configMapOf = (id: string) => names.get(`kubernetes_config_map_v1.${id}`) ?? "";
  const objectsOf = (release: RenderedRelease, chart: "loki" | "alloy", set: Readonly<Record<string, string>>) =>
    charts && renderedChart({ helm: charts.helm, chart: charts[chart], release, namespace, set });
  const ofAlloy = (release: RenderedRelease, configMap: string) =>
    objectsOf(release, "alloy", { "alloy.configMap.name": configMap });
  const { loki, agent, events } = deployment;
  await install(kube, loki, namespace, objectsOf(loki, "loki", {}) ?? lokiStandIn(model));
  const ofAgent = configMapOf(agent.configMap);
  await install(kube, agent, namespace, ofAlloy(agent, ofAgent) ?? agentStandIn(model, ofAgent));
  if (events === null) return;
  const ofEvents = configMapOf(events.configMap);
  await install(kube, events, namespace, ofAlloy(events, ofEvents) ?? eventsStandIn(model, events.release, ofEvents));
}

/** @returns the names that the API server has given, by the ids of the plan */
async function createPlanned(kube: KubeClient, resources: Resources): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const { id, object } of plannedObjects(resources)) {
    const { metadata } = await kube.create(object, KUBERNETES_PROVIDER);
    names.set(id, metadata.name ?? "");
  }
  return names;
}

/** Creates the objects of a release, with Helm's notes on whose they are. */
async function install(
  kube: KubeClient,
  release: RenderedRelease,
  namespace: string,
  objects: readonly Manifest[],
): Promise<void> {
  const notes = { "meta.helm.sh/release-name": release.release, "meta.helm.sh/release-namespace": namespace };
  for (const object of objects) {
    const { metadata } = object;
    const annotations = { ...metadata.annotations, ...notes };
    await kube.create({ ...object, metadata: { ...metadata, annotations } }, HELM_PROVIDER);
  }
  await kube.create(releaseSecret(release, namespace, "deployed"), HELM_PROVIDER);
}
