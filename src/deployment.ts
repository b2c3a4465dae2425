import { agentChartValues, eventsChartValues } from "./alloy/chart-values";
import { eventsPipeline } from "./alloy/events-pipeline";
import { nodePipeline } from "./alloy/node-pipeline";
import type { Block } from "./alloy/syntax/ast";
import { lokiChartValues } from "./loki/chart-values";
import type { Model } from "./model";
import type { ChartModel } from "./terraform/artefacts";
import { chartValues, type Values, valuesFile, valuesText } from "./terraform/chart-values";
import type { Duration } from "./units";

/**
 * What would be deployed: the model, and what the parts make of it for others to read. The stack writes it into the
 * plan, and the checks read it, so that what is checked is what is deployed.
 */
export interface Deployment {
  readonly model: Model;
  readonly loki: ReleaseDeployment;
  readonly agent: AlloyDeployment;
  readonly events: AlloyDeployment | null;
}

export interface ReleaseDeployment {
  readonly release: string;
  readonly chart: ChartModel;
  /** The file of values that people edit, relative to the project's folder. */
  readonly valuesFile: string;
  /** What stands in that file, for checks to say where. */
  readonly valuesText: string;
  /** The final values: that file's, and those that the model derives. */
  readonly values: Values;
  /** How long Helm waits for a rollout before it takes it back. */
  readonly timeout: Duration;
}

export interface AlloyDeployment extends ReleaseDeployment {
  /** How the name of its pipeline's ConfigMap begins. */
  readonly configMap: string;
  readonly pipeline: readonly Block[];
}

/**
 * @param root the project's folder, in which values/ lies
 * @throws Refusal for a file of values that can't be read, or that holds what the model derives
 */
export function deploymentOf(model: Model, root: string): Deployment {
  const { loki, alloy } = model;
  const { agent, events } = alloy;
  return {
    model,
    loki: {
      release: loki.release,
      chart: loki.chart,
      timeout: loki.rolloutTimeout,
      valuesFile: valuesFile("loki"),
      valuesText: valuesText(root, "loki"),
      values: chartValues(root, "loki", lokiChartValues(model)),
    },
    agent: {
      release: agent.release,
      chart: alloy.chart,
      timeout: agent.rolloutTimeout,
      configMap: agent.configMap,
      pipeline: nodePipeline(alloy),
      valuesFile: valuesFile("alloy"),
      valuesText: valuesText(root, "alloy"),
      values: chartValues(root, "alloy", agentChartValues(alloy)),
    },
    events: events && {
      release: events.release,
      chart: alloy.chart,
      timeout: events.rolloutTimeout,
      configMap: events.configMap,
      pipeline: eventsPipeline(alloy),
      valuesFile: valuesFile("alloy-events"),
      valuesText: valuesText(root, "alloy-events"),
      values: chartValues(root, "alloy-events", eventsChartValues(alloy, events)),
    },
  };
}
