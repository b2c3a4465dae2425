import { type AccessModel, resolveAccess } from "./access/model";
import { readFixtureFiles } from "./alerting/fixtures/fixture";
import { type AlertingModel, alertmanagerHelp, resolveAlertmanager } from "./alerting/model";
import { type RuleDirectory, readRuleDirectory } from "./alerting/rule-directory";
import { type AlloyModel, resolveAlloy } from "./alloy/model";
import { type ClusterModel, type LoadModel, resolveCluster, resolveLoad } from "./cluster/model";
import { type GrafanaModel, resolveGrafana } from "./grafana/model";
import { type LokiModel, resolveLoki } from "./loki/model";
import { type AcceptanceModel, resolveAcceptance } from "./settings/acceptance";
import { deepFreeze } from "./settings/plain-object";
import type { DrillSettings, NamespaceSettings, Settings } from "./settings/settings";
import { SettingsReader } from "./settings/settings-reader";
import { objectName, relativePath } from "./settings/validators";
import { resolveVolume } from "./storage/nfs";
import { nfsFromText } from "./storage/nfs-server";
import { type InotifyModel, resolveInotify } from "./sysctl/model";
import { resolveCharts, resolveImages } from "./terraform/artefacts";
import { resolveTerraform, type TerraformModel } from "./terraform/model";

/** The settings with every default applied and every derived value. Frozen. */
export interface Model {
  readonly namespace: NamespaceModel;
  readonly drill: DrillModel;
  readonly cluster: ClusterModel;
  readonly load: LoadModel;
  readonly inotify: InotifyModel;
  readonly loki: LokiModel;
  readonly alloy: AlloyModel;
  readonly alerting: AlertingModel;
  readonly grafana: GrafanaModel;
  /** Whether the user set Grafana's namespace. It has no effect on the cluster. */
  readonly isGrafanaDeclared: boolean;
  readonly terraform: TerraformModel;
  readonly access: AccessModel;
  readonly accepted: readonly AcceptanceModel[];
}

export interface NamespaceModel {
  readonly name: string;
  readonly create: boolean;
}

/** The namespace of the pods that verify starts. */
export interface DrillModel {
  readonly namespace: string;
  readonly create: boolean;
}

/**
 * Resolves settings into the model.
 * @param root the project's folder, which contains rules/ and values/
 * @throws SettingsError with every invalid setting and rule file
 */
export function resolveModel(settings: Settings, root: string): Model {
  return deepFreeze(SettingsReader.read<Settings, Model>(settings, "", (reader) => resolve(reader, root)));
}

function resolve(reader: SettingsReader<Settings>, root: string): Model {
  const namespace = reader.object("namespace", resolveNamespace);
  const drill = reader.object("drill", (part) => resolveDrill(part, namespace.name));
  const cluster = reader.object("cluster", resolveCluster);
  const load = reader.object("load", (part) => resolveLoad(part, cluster.nodes));
  const images = reader.object("images", resolveImages);
  const charts = reader.object("charts", (part) => resolveCharts(part, root));
  const terraform = reader.object("terraform", (part) => resolveTerraform(part, root));
  const volume = reader.object("nfs", (part) => resolveVolume(part, namespace.name), { parse: nfsFromText });
  const alertmanager = reader.objectOrNone(
    "alertmanager",
    (part) => resolveAlertmanager(part, cluster.domain),
    alertmanagerHelp,
  );
  const rules = reader.object("alerting", (part) => part.text("rules", relativePath, "rules"));
  const common = { namespace: namespace.name, cluster };
  const loki = reader.object("loki", (part) =>
    resolveLoki(part, { ...common, load, volume, chart: charts.loki, image: images.loki }),
  );
  const { grafana, isGrafanaDeclared } = reader.object("grafana", (part) => ({
    grafana: resolveGrafana(part, namespace.name, loki.service.url),
    isGrafanaDeclared: part.isSet("namespace"),
  }));
  const model: Model = {
    namespace,
    drill,
    cluster,
    load,
    inotify: reader.object("inotify", (part) => resolveInotify(part, images)),
    loki,
    alloy: reader.object("alloy", (part) =>
      resolveAlloy(part, {
        ...common,
        drillNamespace: drill.namespace,
        load,
        loki,
        chart: charts.alloy,
        image: images.alloy,
      }),
    ),
    alerting: { alertmanager, ...resolveRules(reader, root, rules), fixtures: readFixtureFiles(root, rules) },
    grafana,
    isGrafanaDeclared,
    terraform,
    access: resolveAccess(reader, {
      grafanaNamespace: grafana.namespace,
      alertmanagerNamespace: alertmanager?.namespace ?? null,
      lookUps: terraform.lookUps,
    }),
    accepted: reader.list("accept", resolveAcceptance),
  };
  refuseLookUpInNewNamespace(reader, model);
  refuseSharedDrillNamespace(reader, model);
  return model;
}

function resolveNamespace(reader: SettingsReader<NamespaceSettings>): NamespaceModel {
  return { name: reader.text("name", objectName, "monitoring"), create: reader.flag("create", true) };
}

function resolveDrill(reader: SettingsReader<DrillSettings>, stack: string): DrillModel {
  const name = `${stack}-drill`;
  const create = reader.flag("create", true);
  if (reader.isSet("namespace") || objectName.pattern.test(name))
    return { namespace: reader.text("namespace", objectName, name), create };
  reader.refuse({
    setting: reader.fullName("namespace"),
    got: `nothing, which means "${name}", a name of ${name.length} characters`,
    expected: objectName.expected,
    why: objectName.why,
    remedy: 'write drill: { namespace: "log-drill" }, or shorten namespace.name',
  });
  return { namespace: name, create };
}

/** If the directory is refused, the files of its substitute don't matter. */
function resolveRules(reader: SettingsReader<Settings>, root: string, folder: string): RuleDirectory {
  const none = { files: [], ignored: [] };
  return reader.areValid("alerting.rules") ? reader.attempt(() => readRuleDirectory(root, folder), none) : none;
}

function refuseLookUpInNewNamespace(reader: SettingsReader<Settings>, { namespace, alerting, terraform }: Model): void {
  if (!namespace.create || !terraform.lookUps || alerting.alertmanager?.namespace !== namespace.name) return;
  if (!reader.areValid("namespace", "alertmanager", "terraform.lookUps")) return;
  reader.refuse({
    setting: "namespace.create",
    got: `true, but Alertmanager is looked up in the same namespace "${namespace.name}"`,
    expected: "false, because Alertmanager already runs in the namespace",
    why: "if the namespace exists, Kubernetes rejects its creation; if it doesn't, the look-up finds no Alertmanager",
    remedy: `write namespace: { name: "${namespace.name}", create: false }`,
  });
}

function refuseSharedDrillNamespace(reader: SettingsReader<Settings>, model: Model): void {
  const { drill, namespace, grafana, alerting } = model;
  const others = [
    { setting: "namespace", name: namespace.name },
    { setting: "grafana", name: grafana.namespace },
    { setting: "alertmanager", name: alerting.alertmanager?.namespace },
  ];
  const shared = others.find(({ name }) => name === drill.namespace);
  if (shared === undefined || !reader.areValid("drill", shared.setting)) return;
  reader.refuse({
    setting: "drill.namespace",
    got: `"${drill.namespace}", which is also the namespace of the setting ${shared.setting}`,
    expected: "a namespace for the pods of verify alone",
    why: "anyone who runs verify may create and delete pods in it; in a namespace that admits privileged pods, that makes them root on every node",
    remedy: `write drill: { namespace: "${drill.namespace === "log-drill" ? "verify-drill" : "log-drill"}" }`,
  });
}
