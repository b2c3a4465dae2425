import { type ITerraformDependable, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ControlPlaneLookUp } from "../access/control-plane-look-up";
import { AccessPolicy } from "../access/network-policy";
import { networkPolicies } from "../access/policies";
import { AlertmanagerLookUp } from "../alerting/alertmanager-look-up";
import { PipelineConfigMap } from "../alloy/pipeline-config-map";
import { print } from "../alloy/syntax";
import { ServerVersionLookUp } from "../cluster/server-version-look-up";
import { DATASOURCE_KEY, DATASOURCE_LABELS, datasourceFile } from "../grafana/datasource";
import { GrafanaNamespaceLookUp } from "../grafana/namespace-look-up";
import type { Model } from "../model";
import { LokiClaim, LokiVolume } from "../storage/nfs-volume";
import { SysctlInotify } from "../sysctl/daemon-set";
import { ChartRelease } from "../terraform/chart-release";
import { TextConfigMap } from "../terraform/config-map";
import { addTerraform } from "../terraform/providers";
import { toYaml } from "../terraform/yaml";
import { DIGEST_ANNOTATION, digestOf } from "./digest";
import { DrillNamespace, DrillNamespaceLookUp, LogNamespace, NamespaceLookUp } from "./namespace";
import type { RenderedAlloy, RenderedRelease, RenderedStack } from "./rendered-stack";

/**
 * The parts of the stack and their dependencies. The ids are part of Terraform's addresses: renaming one
 * destroys its resource and creates a new one.
 */
export class LogCollectionStack extends TerraformStack {
  private readonly model: Model;
  /** The annotations of each ConfigMap. */
  private readonly annotations: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly rendered: RenderedStack,
  ) {
    super(scope, id);
    const { model, agent, events } = rendered;
    this.model = model;
    this.annotations = { [DIGEST_ANNOTATION]: digestOf(rendered) };
    addTerraform(this, model.terraform);
    const namespace = this.addNamespace();
    const drillNamespace = this.addDrillNamespace();
    // Before the pods, so that none of them is open at any time.
    const policies = this.addPolicies(namespace, drillNamespace);
    const inotify = this.addInotify([...namespace, ...policies]);
    const loki = this.addLoki(namespace, policies);
    this.addAlloy(agent, [inotify, loki]);
    if (events !== null) this.addAlloy(events, [loki]);
    this.addDatasource([...namespace, loki, ...this.lookUpGrafana()]);
  }

  private addNamespace(): readonly ITerraformDependable[] {
    const { namespace, terraform } = this.model;
    if (namespace.create) return [new LogNamespace(this, "namespace", namespace.name)];
    return terraform.lookUps ? [new NamespaceLookUp(this, "namespace", namespace.name)] : [];
  }

  /** Nothing in the stack depends on it: only verify uses it. */
  private addDrillNamespace(): readonly ITerraformDependable[] {
    const { drill, terraform } = this.model;
    if (drill.create) return [new DrillNamespace(this, "drill-namespace", drill.namespace)];
    return terraform.lookUps ? [new DrillNamespaceLookUp(this, "drill-namespace", drill.namespace)] : [];
  }

  /** Returns the policies of the stack's own pods. */
  private addPolicies(
    namespace: readonly ITerraformDependable[],
    drillNamespace: readonly ITerraformDependable[],
  ): readonly ITerraformDependable[] {
    const { access, terraform } = this.model;
    if (access.kind === "networkPolicy" && terraform.lookUps) new ControlPlaneLookUp(this, access.controlPlane.lookUp);
    return networkPolicies(this.model).flatMap((policy) => {
      const isOwn = policy.namespace === this.model.namespace.name;
      const added = new AccessPolicy(this, `${policy.name}-access`, policy, isOwn ? namespace : drillNamespace);
      return isOwn ? [added] : [];
    });
  }

  private addInotify(dependsOn: readonly ITerraformDependable[]): ITerraformDependable {
    const { namespace, inotify } = this.model;
    return new SysctlInotify(this, inotify.name, { namespace: namespace.name, inotify, dependsOn });
  }

  private addLoki(
    namespace: readonly ITerraformDependable[],
    policies: readonly ITerraformDependable[],
  ): ITerraformDependable {
    const { loki } = this.model;
    const at = { namespace: this.model.namespace.name, volume: loki.volume };
    const volume = new LokiVolume(this, "loki-volume", { ...at, dependsOn: [] });
    const claim = new LokiClaim(this, "loki-claim", { ...at, dependsOn: [...namespace, volume] });
    const rules = this.addRules(namespace);
    return this.addRelease(this.rendered.loki, [
      claim,
      rules,
      ...policies,
      ...this.lookUpVersion(),
      ...this.lookUpAlertmanager(),
    ]);
  }

  private addRules(dependsOn: readonly ITerraformDependable[]): ITerraformDependable {
    const { alerting, loki, namespace } = this.model;
    return new TextConfigMap(this, "loki-alert-rules", {
      name: loki.rules.configMap,
      namespace: namespace.name,
      annotations: this.annotations,
      data: Object.fromEntries(alerting.files.map(({ name, text }) => [name, text])),
      dependsOn,
    });
  }

  private lookUpVersion(): readonly ITerraformDependable[] {
    return this.model.terraform.lookUps ? [new ServerVersionLookUp(this, "server-version")] : [];
  }

  private lookUpAlertmanager(): readonly ITerraformDependable[] {
    const { alertmanager } = this.model.alerting;
    if (alertmanager === null || !this.model.terraform.lookUps) return [];
    return [new AlertmanagerLookUp(this, "alertmanager", alertmanager)];
  }

  /** Skips the stack's own namespace, which addNamespace has already created or looked up. */
  private lookUpGrafana(): readonly ITerraformDependable[] {
    const { grafana, namespace, terraform } = this.model;
    if (grafana.namespace === namespace.name || !terraform.lookUps) return [];
    return [new GrafanaNamespaceLookUp(this, "grafana-namespace", grafana.namespace)];
  }

  private addAlloy(alloy: RenderedAlloy, dependsOn: readonly ITerraformDependable[]): void {
    const config = new PipelineConfigMap(this, alloy.configMap, {
      prefix: alloy.configMap,
      namespace: this.model.namespace.name,
      annotations: this.annotations,
      pipeline: print(alloy.pipeline),
      dependsOn,
    });
    this.addRelease(alloy, [config, ...dependsOn], { "alloy.configMap.name": config.metadata.name });
  }

  private addRelease(
    { release, chart, values, timeout }: RenderedRelease,
    dependsOn: readonly ITerraformDependable[],
    references?: Readonly<Record<string, string>>,
  ): ITerraformDependable {
    const namespace = this.model.namespace.name;
    const props = { name: release, namespace, chart, values: toYaml(values), references, timeout, dependsOn };
    return new ChartRelease(this, release, props);
  }

  private addDatasource(dependsOn: readonly ITerraformDependable[]): void {
    const { grafana } = this.model;
    new TextConfigMap(this, "grafana-loki-datasource", {
      name: grafana.configMap,
      namespace: grafana.namespace,
      labels: DATASOURCE_LABELS,
      annotations: this.annotations,
      data: { [DATASOURCE_KEY]: datasourceFile(grafana) },
      dependsOn,
    });
  }
}
