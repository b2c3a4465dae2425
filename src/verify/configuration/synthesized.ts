import { PIPELINE_KEY } from "../../alloy/chart-values";
import { print } from "../../alloy/syntax";
import { DATASOURCE_KEY, datasourceFile } from "../../grafana/datasource";
import type { RenderedAlloy, RenderedStack } from "../../stack/rendered-stack";
import type { Texts } from "./texts";

/** What the plan's ConfigMaps should hold. */
export function ruleTexts({ model }: RenderedStack): Texts {
  return Object.fromEntries(model.alerting.files.map(({ name, text }) => [name, text]));
}

export function datasourceTexts({ model }: RenderedStack): Texts {
  return { [DATASOURCE_KEY]: datasourceFile(model.grafana) };
}

export function pipelineTexts({ pipeline }: RenderedAlloy): Texts {
  return { [PIPELINE_KEY]: print(pipeline) };
}
