import { PIPELINE_KEY } from "../../alloy/chart-values";
import { print } from "../../alloy/syntax/print";
import { DATASOURCE_KEY, datasourceFile } from "../../grafana/datasource";
import type { AlloyDeployment, Deployment } from "../../stack/rendered-stack";
import type { Texts } from "./texts";

/** What the plan's ConfigMaps should hold. */
export function ruleTexts({ model }: Deployment): Texts {
  return Object.fromEntries(model.alerting.files.map(({ name, text }) => [name, text]));
}

export function datasourceTexts({ model }: Deployment): Texts {
  return { [DATASOURCE_KEY]: datasourceFile(model.grafana) };
}

export function pipelineTexts({ pipeline }: AlloyDeployment): Texts {
  return { [PIPELINE_KEY]: print(pipeline) };
}
