import { TerraformResource, type TerraformStack } from "cdktf";
import { checkSummary } from "../checks/reporters/text";
import type { AcceptedFinding, Report } from "../checks/runner";
import type { Model } from "../model";
import { workloads } from "../stack/workloads";
import { taggedName } from "../terraform/artefacts";

/** Summarizes the stack in about a dozen lines: its parts, their versions, and the resources that it requests. */
export function summary(model: Model, stack: TerraformStack, report: Report): string {
  const resources = stack.node.findAll().filter((construct) => TerraformResource.isTerraformResource(construct));
  const lines: readonly (readonly [string, string])[] = [
    ["Namespace", `${model.namespace.name}, ${model.namespace.create ? "created" : "existing"}`],
    ["Nodes", inotify(model)],
    ["Loki", `${taggedName(model.loki.image)}, chart ${chart(model.loki.chart)}`],
    ["", storage(model)],
    ["", admission(model)],
    ["Volume", volume(model)],
    ["Alloy", `${taggedName(model.alloy.image)}, chart ${chart(model.alloy.chart)}`],
    ["", sources(model)],
    ["Alerts", alerts(model)],
    ["Grafana", `datasource "${model.grafana.datasource}", uid ${model.grafana.uid}, in ${model.grafana.namespace}`],
    ["Requests", requests(model)],
    ["State", `${model.terraform.backend.type} backend`],
    ["Checks", checkSummary(report)],
    ...report.accepted.map(accepted),
  ];
  const title = `${stack.node.id}: ${resources.length} resources`;
  return [title, ...lines.map(([name, text]) => `  ${name.padEnd(10)} ${text}`)].join("\n");
}

function accepted({ check, finding, others, reason }: AcceptedFinding): readonly [string, string] {
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return ["", `accepted: ${check.id} at ${finding.setting}${more} (${reason})`];
}

function inotify({ inotify: limits, cluster }: Model): string {
  return `${cluster.nodes}, inotify limits: ${limits.maxUserWatches} watches, ${limits.maxUserInstances} instances, ${limits.maxQueuedEvents} queued events`;
}

function storage({ loki }: Model): string {
  return `chunks up to ${loki.ingester.maxChunkAge} in memory, WAL of ${loki.wal.size} in tmpfs, retention ${loki.retention}, at most ${loki.limits.maxStreams} streams`;
}

function admission({ loki: { limits } }: Model): string {
  return `admits ${limits.ingestionRate.toHumanString()} of lines per second, and ${limits.ingestionBurst.toHumanString()} at once`;
}

function volume({ loki: { volume: nfs } }: Model): string {
  return `${nfs.size} at ${nfs.server}:${nfs.path}, claim ${nfs.claim}`;
}

function sources({ alloy }: Model): string {
  const collected = ["pod logs", ...(alloy.journal ? ["journal"] : []), ...(alloy.events ? ["events"] : [])];
  return `collects ${collected.join(", ")} (${alloy.runtime})`;
}

function alerts({ alerting }: Model): string {
  const rules = alerting.files.flatMap(({ groups }) => groups.flatMap((group) => group.rules.map(({ name }) => name)));
  return `${rules.join(", ")} → ${alerting.alertmanager?.url ?? "no Alertmanager"}`;
}

function requests(model: Model): string {
  const parts = workloads(model);
  const cpu = parts
    .map(({ pods, resources }) => resources.cpuRequest.times(pods))
    .reduce((sum, part) => sum.plus(part));
  const memory = parts
    .map(({ pods, resources }) => resources.memoryRequest.scaled(pods))
    .reduce((sum, part) => sum.plus(part));
  const each = parts.map(
    ({ name, pods, resources }) => `${pods} × ${name} ${resources.cpuRequest}/${resources.memoryRequest}`,
  );
  return `${cpu} of CPU and ${memory} of memory: ${each.join(", ")}`;
}

function chart({ repository, chart: name, version }: Model["loki"]["chart"]): string {
  return repository === null ? `from ${name}` : `${version} from ${repository}`;
}
