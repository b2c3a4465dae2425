import { Annotations, type ITerraformDependable, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AlertmanagerLookUp } from "./alerting/alertmanager-look-up";
import { unfedRules } from "./alerting/unfed-rules";
import { agentChartValues, eventsChartValues } from "./alloy/chart-values";
import { eventsPipeline } from "./alloy/events-pipeline";
import type { AlloyReleaseModel } from "./alloy/model";
import { nodePipeline } from "./alloy/node-pipeline";
import { PipelineConfigMap } from "./alloy/pipeline-config-map";
import { DATASOURCE_LABELS, datasourceFile } from "./grafana/datasource";
import { lokiChartValues } from "./loki/chart-values";
import { LokiClaim, LokiVolume } from "./loki/volume";
import type { Model } from "./model";
import { LogNamespace, NamespaceLookUp } from "./namespace";
import { SysctlInotify } from "./nodes/sysctl-inotify";
import { ChartRelease } from "./terraform/chart-release";
import { chartValues } from "./terraform/chart-values";
import { TextConfigMap } from "./terraform/config-map";
import { addTerraform } from "./terraform/providers";

export interface LogCollectionStackProps {
  readonly model: Model;
  /** The project's folder, in which values/ lies. */
  readonly root: string;
}

/**
 * The parts of the plan and the order in which they depend on each other. The ids are Terraform's addresses: a renamed
 * one destroys its resource and creates another.
 */
export class LogCollectionStack extends TerraformStack {
  private readonly model: Model;
  private readonly root: string;

  constructor(scope: Construct, id: string, { model, root }: LogCollectionStackProps) {
    super(scope, id);
    this.model = model;
    this.root = root;
    addTerraform(this, model.terraform);
    for (const warning of unfedRules(model)) Annotations.of(this).addWarning(warning);
    const namespace = this.addNamespace();
    const inotify = this.addInotify(namespace);
    const loki = this.addLoki(namespace);
    this.addAgent([inotify, loki]);
    this.addEvents([loki]);
    this.addDatasource([...namespace, loki]);
  }

  private addNamespace(): readonly ITerraformDependable[] {
    const { namespace, terraform } = this.model;
    if (namespace.create) return [new LogNamespace(this, "namespace", namespace.name)];
    return terraform.lookUps ? [new NamespaceLookUp(this, "namespace", namespace.name)] : [];
  }

  private addInotify(dependsOn: readonly ITerraformDependable[]): ITerraformDependable {
    const { namespace, inotify } = this.model;
    return new SysctlInotify(this, inotify.name, { namespace: namespace.name, inotify, dependsOn });
  }

  private addLoki(namespace: readonly ITerraformDependable[]): ITerraformDependable {
    const { loki } = this.model;
    const at = { namespace: this.model.namespace.name, volume: loki.volume };
    const volume = new LokiVolume(this, "loki-volume", { ...at, dependsOn: [] });
    const claim = new LokiClaim(this, "loki-claim", { ...at, dependsOn: [...namespace, volume] });
    const rules = this.addRules(namespace);
    return new ChartRelease(this, "loki", {
      name: loki.release,
      namespace: at.namespace,
      chart: loki.chart,
      values: chartValues(this.root, "loki", lokiChartValues(this.model)),
      timeout: loki.rolloutTimeout,
      dependsOn: [claim, rules, ...this.lookUpAlertmanager()],
    });
  }

  private addRules(dependsOn: readonly ITerraformDependable[]): ITerraformDependable {
    const { alerting, loki, namespace } = this.model;
    return new TextConfigMap(this, "loki-alert-rules", {
      name: loki.rules.configMap,
      namespace: namespace.name,
      data: Object.fromEntries(alerting.files.map(({ name, text }) => [name, text])),
      dependsOn,
    });
  }

  private lookUpAlertmanager(): readonly ITerraformDependable[] {
    const { alertmanager } = this.model.alerting;
    if (alertmanager === null || !this.model.terraform.lookUps) return [];
    return [new AlertmanagerLookUp(this, "alertmanager", alertmanager)];
  }

  private addAgent(dependsOn: readonly ITerraformDependable[]): void {
    const { alloy } = this.model;
    const pipeline = nodePipeline(alloy);
    this.addAlloy(alloy.agent, pipeline, chartValues(this.root, "alloy", agentChartValues(alloy)), dependsOn);
  }

  private addEvents(dependsOn: readonly ITerraformDependable[]): void {
    const { alloy } = this.model;
    if (alloy.events === null) return;
    const pipeline = eventsPipeline(alloy);
    const values = chartValues(this.root, "alloy-events", eventsChartValues(alloy, alloy.events));
    this.addAlloy(alloy.events, pipeline, values, dependsOn);
  }

  private addAlloy(
    at: AlloyReleaseModel,
    pipeline: string,
    values: string,
    dependsOn: readonly ITerraformDependable[],
  ): void {
    const { alloy, namespace } = this.model;
    const config = new PipelineConfigMap(this, at.configMap, {
      prefix: at.configMap,
      namespace: namespace.name,
      pipeline,
      dependsOn,
    });
    new ChartRelease(this, at.release, {
      name: at.release,
      namespace: namespace.name,
      chart: alloy.chart,
      values,
      references: { "alloy.configMap.name": config.metadata.name },
      timeout: at.rolloutTimeout,
      dependsOn: [config, ...dependsOn],
    });
  }

  private addDatasource(dependsOn: readonly ITerraformDependable[]): void {
    const { grafana } = this.model;
    new TextConfigMap(this, "grafana-loki-datasource", {
      name: grafana.configMap,
      namespace: grafana.namespace,
      labels: DATASOURCE_LABELS,
      data: { "loki-datasource.yaml": datasourceFile(grafana) },
      dependsOn,
    });
  }
}
