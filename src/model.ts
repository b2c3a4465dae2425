import { type AlertingModel, resolveAlertmanager } from "./alerting/model";
import { readRuleFiles } from "./alerting/rule-files";
import { type AlloyModel, resolveAlloy } from "./alloy/model";
import { type ClusterModel, type LoadModel, resolveCluster, resolveLoad } from "./cluster/model";
import { type GrafanaModel, resolveGrafana } from "./grafana/model";
import { type LokiModel, resolveLoki } from "./loki/model";
import { type AcceptanceModel, resolveAcceptance } from "./settings/acceptance";
import { deepFreeze } from "./settings/deep-freeze";
import type { NamespaceSettings, Settings } from "./settings/settings";
import { Refusal } from "./settings/settings-error";
import { Section } from "./settings/settings-reader";
import { objectName, relativePath } from "./settings/validators";
import { resolveVolume } from "./storage/model";
import { type InotifyModel, resolveInotify } from "./sysctl/model";
import { resolveCharts, resolveImages } from "./terraform/artefacts";
import { resolveTerraform, type TerraformModel } from "./terraform/model";

/** Everything decided: no default is left to apply, and what depends on one another has been derived. Frozen. */
export interface Model {
  readonly namespace: NamespaceModel;
  readonly cluster: ClusterModel;
  readonly load: LoadModel;
  readonly inotify: InotifyModel;
  readonly loki: LokiModel;
  readonly alloy: AlloyModel;
  readonly alerting: AlertingModel;
  readonly grafana: GrafanaModel;
  readonly terraform: TerraformModel;
  readonly accepted: readonly AcceptanceModel[];
}

export interface NamespaceModel {
  readonly name: string;
  readonly create: boolean;
}

/**
 * Resolves settings into the model.
 * @param root the project's folder, in which rules/ and values/ lie
 * @throws Refusal for the first setting or rule file that can't work
 */
export function resolveModel(settings: Settings, root: string): Model {
  return deepFreeze(Section.read<Settings, Model>(settings, "", (section) => resolve(section, root)));
}

function resolve(section: Section<Settings>, root: string): Model {
  const namespace = section.section("namespace", resolveNamespace);
  const cluster = section.section("cluster", resolveCluster);
  const load = section.section("load", (part) => resolveLoad(part, cluster.nodes));
  const images = section.section("images", resolveImages);
  const charts = section.section("charts", (part) => resolveCharts(part, root));
  const terraform = section.section("terraform", resolveTerraform);
  const volume = section.section("nfs", (nfs) => resolveVolume(nfs, namespace.name));
  const alertmanager = resolveAlertmanager(section.raw("alertmanager"), cluster.domain);
  const rules = section.section("alerting", (part) => part.text("rules", relativePath, "rules"));
  const around = { namespace: namespace.name, cluster };
  const loki = section.section("loki", (part) =>
    resolveLoki(part, { ...around, load, volume, chart: charts.loki, image: images.loki }),
  );
  const model: Model = {
    namespace,
    cluster,
    load,
    inotify: section.section("inotify", (part) => resolveInotify(part, images)),
    loki,
    alloy: section.section("alloy", (part) =>
      resolveAlloy(part, { ...around, loki, chart: charts.alloy, image: images.alloy }),
    ),
    alerting: { alertmanager, files: readRuleFiles(root, rules) },
    grafana: section.section("grafana", (part) => resolveGrafana(part, namespace.name, loki.service.url)),
    terraform,
    accepted: section.list("accept", resolveAcceptance),
  };
  refuseLookUpInNewNamespace(model);
  return model;
}

function resolveNamespace(section: Section<NamespaceSettings>): NamespaceModel {
  return { name: section.text("name", objectName, "monitoring"), create: section.flag("create", true) };
}

function refuseLookUpInNewNamespace({ namespace, alerting, terraform }: Model): void {
  if (!namespace.create || !terraform.lookUps || alerting.alertmanager?.namespace !== namespace.name) return;
  throw new Refusal({
    setting: "namespace.create",
    got: `true, while the Alertmanager is looked up in the same namespace "${namespace.name}"`,
    wanted: "a namespace that exists, where the Alertmanager already runs in it",
    because:
      "Kubernetes would refuse to create what is there, or the look-up would find no Alertmanager in what is not",
    remedy: `write namespace: { name: "${namespace.name}", create: false }`,
  });
}
