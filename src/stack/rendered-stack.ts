import { agentChartValues, eventsChartValues } from "../alloy/chart-values";
import { eventsPipeline, nodePipeline } from "../alloy/pipelines";
import type { Block } from "../alloy/syntax";
import { lokiChartValues } from "../loki/chart-values";
import type { Model } from "../model";
import type { ChartModel } from "../terraform/artefacts";
import { type ChartValues, chartValues } from "../terraform/chart-values";
import type { Duration } from "../units";

/**
 * What would be deployed: the model, and what the parts make of it for others to read. The stack writes it into the
 * plan, and the checks read it, so that what is checked is what is deployed.
 */
export interface RenderedStack {
  readonly model: Model;
  readonly loki: RenderedRelease;
  readonly agent: RenderedAlloy;
  readonly events: RenderedAlloy | null;
}

export interface RenderedRelease extends ChartValues {
  readonly release: string;
  readonly chart: ChartModel;
  /** How long Helm waits for a rollout before it takes it back. */
  readonly timeout: Duration;
}

export interface RenderedAlloy extends RenderedRelease {
  /** How the name of its pipeline's ConfigMap begins. */
  readonly configMap: string;
  readonly pipeline: readonly Block[];
}

/**
 * @param root the project's folder, in which values/ lies
 * @throws SettingsError for a file of values that can't be read, or that holds what the model derives
 */
export function renderStack(model: Model, root: string): RenderedStack {
  const { loki, alloy } = model;
  const { agent, events } = alloy;
  return {
    model,
    loki: {
      release: loki.release,
      chart: loki.chart,
      timeout: loki.rolloutTimeout,
      ...chartValues(root, "loki", lokiChartValues(model)),
    },
    agent: {
      release: agent.release,
      chart: alloy.chart,
      timeout: agent.rolloutTimeout,
      configMap: agent.configMap,
      pipeline: nodePipeline(alloy),
      ...chartValues(root, "alloy", agentChartValues(alloy)),
    },
    events: events && {
      release: events.release,
      chart: alloy.chart,
      timeout: events.rolloutTimeout,
      configMap: events.configMap,
      pipeline: eventsPipeline(alloy),
      ...chartValues(root, "alloy-events", eventsChartValues(alloy, events)),
    },
  };
}

/** The releases of Alloy: the agents, and the collector of events where there is one. */
export function alloyReleases({ agent, events }: RenderedStack): readonly RenderedAlloy[] {
  return events === null ? [agent] : [agent, events];
}

/** Every Helm release of the plan. */
export function releases(deployment: RenderedStack): readonly RenderedRelease[] {
  return [deployment.loki, ...alloyReleases(deployment)];
}
