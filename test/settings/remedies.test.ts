import { isPlainObject } from "../../src/settings/plain-object";
import { problemsOf } from "../../src/settings/settings-error";
import { ByteSize, Cpu, Duration } from "../../src/units";
import { example } from "../helpers/example";
import { uncheckedModel } from "../helpers/unchecked";

const { nfs } = example;

/** The code of a remedy such as "write loki: { retention: Duration.days(7) }, or leave it out". */
const CODE =
  /^write (?:the key that you mean, such as )?(.*?)(?:, or (?:leave it out|alertmanager: "none".*|raise .*))?$/;

/** Evaluates the code as main.ts does. */
function evaluated(remedy: string): object {
  const [, code = ""] = CODE.exec(remedy) ?? [];
  return new Function("ByteSize", "Cpu", "Duration", `return { ${code} };`)(ByteSize, Cpu, Duration);
}

/** Replaces what a user would replace: values by their keys, and a value in place of a group by the group. */
function pasted(written: unknown, code: unknown): unknown {
  if (!isPlainObject(written) || !isPlainObject(code)) return code;
  const changed = Object.entries(code).map(([key, value]) => [key, pasted(written[key], value)]);
  return { ...written, ...Object.fromEntries(changed) };
}

const WRONG: Readonly<Record<string, unknown>>[] = [
  { nfs: "10.0.0.1:/export" },
  { nfs: "nfs://nas.example.com/export/" },
  { nfs: { ...nfs, server: "nas.example.com:/srv" } },
  { nfs: { ...nfs, path: "srv/loki/" } },
  { nfs: { ...nfs, size: "15Gi" } },
  { nfs: { ...nfs, size: "0.5 TiB" } },
  { nfs: { ...nfs, size: 15 } },
  { nfs: { ...nfs, mountOptions: "nfsvers=4.1,hard" } },
  { alertmanager: "http://alertmanager.monitoring.svc:9093" },
  { alertmanager: "alertmanager.monitoring.svc.cluster.local:9093" },
  { alertmanager: "prometheus-alertmanager" },
  { alertmanager: { service: "http://alertmanager.monitoring.svc:9093", namespace: "monitoring" } },
  { alertmanager: { service: "alertmanager", namespace: "monitoring", port: "9093" } },
  { alertmanager: "NONE" },
  { namespace: "logs" },
  { namespace: false },
  { namespace: { name: "Logs", create: "no" } },
  { cluster: "5" },
  { cluster: { nodes: "5" } },
  { cluster: { domain: "cluster.local." } },
  { cluster: { taints: "dedicated=logs:NoSchedule" } },
  { cluster: { taints: { key: "dedicated", effect: "NoSchedule" } } },
  { cluster: { quota: "64Gi" } },
  { cluster: { limitRange: { maxCpu: "4", maxMemory: "8GiB" } } },
  { load: "1GiB" },
  { load: ByteSize.gibibytes(1) },
  { load: { pods: "1,000", podStartsPerDay: "10_000", compression: "4.5", bytesPerDay: "2 GB" } },
  { loki: { retention: "14d", wal: "2Gi", maxStreams: "5000", patterns: "off" } },
  { loki: { retention: "2 weeks", ingester: { maxChunkAge: "6 hours", chunkTargetSize: "1.5MB" } } },
  { loki: { resources: { cpuRequest: 0.5, cpuLimit: "2 cores", memoryRequest: "2Gi", memoryLimit: "6144Mi" } } },
  { loki: { resources: { memoryLimit: ByteSize.mebibytes(1536) } } },
  { loki: { wal: { size: ByteSize.gibibytes(6) }, resources: { cpuRequest: Cpu.cores(2), cpuLimit: Cpu.cores(1) } } },
  { alloy: { resources: { memoryLimit: ByteSize.mebibytes(100) } } },
  { alloy: { runtime: "CRIO", journal: 1, events: "false" } },
  { inotify: 8192 },
  { alerting: "rules" },
  { grafana: "grafana" },
  { charts: { loki: "https://charts.example.com" } },
  { charts: "https://charts.example.com" },
  { images: "registry.example.com" },
  { images: { registry: "https://registry.example.com/mirror/" } },
  { terraform: { lookUps: "off" } },
];

test.each(WRONG)("following the remedy of %j to the letter leaves nothing to refuse", (wrong) => {
  const problems = problemsOf(() => uncheckedModel(wrong));
  expect(problems.length).toBeGreaterThan(0);
  const right = problems.map(({ remedy }) => evaluated(remedy)).reduce<unknown>(pasted, wrong);
  expect(problemsOf(() => uncheckedModel(right))).toEqual([]);
});
