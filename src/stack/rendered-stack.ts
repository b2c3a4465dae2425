import { ALLOY_LISTS, agentChartValues, eventsChartValues } from "../alloy/chart-values";
import { eventsPipeline, nodePipeline } from "../alloy/pipelines";
import type { Block } from "../alloy/syntax";
import { LOKI_LISTS, lokiChartValues } from "../loki/chart-values";
import { type Model, resolveModel } from "../model";
import type { Settings } from "../settings/settings";
import { SettingsError } from "../settings/settings-error";
import type { ChartModel } from "../terraform/artefacts";
import { type ChartValues, chartValues, valuesProblems } from "../terraform/chart-values";
import type { Duration } from "../units";

/**
 * Everything to deploy: the model, and the chart values and pipelines that follow from it. The stack writes it into
 * Terraform's JSON and the checks read it, so the checks see exactly what is deployed.
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
  /** How long Helm waits for a rollout before it rolls back. */
  readonly timeout: Duration;
}

export interface RenderedAlloy extends RenderedRelease {
  /** Prefix of the name of the pipeline's ConfigMap. */
  readonly configMap: string;
  readonly pipeline: readonly Block[];
}

/**
 * Resolves the settings and renders the stack.
 * @param root the project's folder
 * @throws SettingsError with every invalid setting, rule file and file of values
 */
export function loadStack(settings: Settings, root: string): RenderedStack {
  try {
    return renderStack(resolveModel(settings, root), root);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const known = error.problems.map(({ setting }) => setting);
    // The files of values depend on no setting, so their syntax can be checked without a model.
    const others = valuesProblems(root).filter(({ setting }) => !known.includes(setting));
    throw new SettingsError(...error.problems, ...others);
  }
}

/**
 * @param root the project's folder, which contains values/
 * @throws SettingsError for an unreadable file of values, or one with a key that the model derives
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
      ...chartValues(root, "loki", lokiChartValues(model), LOKI_LISTS),
    },
    agent: {
      release: agent.release,
      chart: alloy.chart,
      timeout: agent.rolloutTimeout,
      configMap: agent.configMap,
      pipeline: nodePipeline(alloy),
      ...chartValues(root, "alloy", agentChartValues(alloy), ALLOY_LISTS),
    },
    events: events && {
      release: events.release,
      chart: alloy.chart,
      timeout: events.rolloutTimeout,
      configMap: events.configMap,
      pipeline: eventsPipeline(alloy),
      ...chartValues(root, "alloy-events", eventsChartValues(alloy, events), ALLOY_LISTS),
    },
  };
}

/** The releases of Alloy: the agents, and the events collector if enabled. */
export function alloyReleases({ agent, events }: RenderedStack): readonly RenderedAlloy[] {
  return events === null ? [agent] : [agent, events];
}

/** Every Helm release of the stack. */
export function releases(stack: RenderedStack): readonly RenderedRelease[] {
  return [stack.loki, ...alloyReleases(stack)];
}
