import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { tuningFlags } from "../../lab/tuning/flags";
import { CHART } from "../../lab/tuning/tunings";
import { Duration } from "../../src/units";
import { folderOfTests } from "../helpers/folder";
import { describeWith, findTool, run } from "./tools";

/** The least that makes the chart run one Loki on a file system. */
const VALUES = `
deploymentMode: Monolithic
loki: { storage: { type: filesystem }, commonConfig: { replication_factor: 1 }, useTestSchema: true }
singleBinary: { replicas: 1 }
read: { replicas: 0 }
write: { replicas: 0 }
backend: { replicas: 0 }
test: { enabled: false }
lokiCanary: { enabled: false }
`;

const folder = folderOfTests();

function written(name: string, text: string): string {
  const path = join(folder(), name);
  writeFileSync(path, text);
  return path;
}

/** The configuration that the chart renders, with every default that Loki adds to it. */
function effective(helm: string, chart: string, loki: string) {
  const values = written("values.yaml", VALUES);
  const rendered = run(helm, "template", "loki", chart, "--values", values, "--kube-version", "1.36.0");
  const configMap = parseAllDocuments(rendered.output)
    .map((document) => document.toJS())
    .find((manifest) => manifest?.kind === "ConfigMap" && manifest.metadata.name === "loki");
  const file = written("config.yaml", configMap.data["config.yaml"]);
  const { output } = run(loki, `-config.file=${file}`, "-verify-config", "-print-config-stderr");
  // Loki's log follows.
  return parse(output.split(/^level=/m)[0] ?? "");
}

/** A duration as a flag has it: Loki prints "2h0m0s". */
function normal(duration: string): string {
  return `${Duration.parse(duration)}`;
}

const found = () => {
  const [helm, loki, chart] = [findTool("helm"), findTool("loki"), process.env["LOKI_CHART"]];
  return helm === null || loki === null || chart === undefined ? null : { helm, loki, chart };
};

describeWith("Helm, Loki and its chart (HELM_BINARY, LOKI_BINARY, LOKI_CHART)", found(), ({ helm, loki, chart }) => {
  test('the tuning "chart" is what the chart and Loki do when nobody tunes them', () => {
    const { ingester, compactor, pattern_ingester, storage_config } = effective(helm, chart, loki);
    expect([
      `-ingester.max-chunk-age=${normal(ingester.max_chunk_age)}`,
      `-ingester.sync-period=${normal(ingester.sync_period)}`,
      `-ingester.chunks-idle-period=${normal(ingester.chunk_idle_period)}`,
      `-ingester.chunks-retain-period=${normal(ingester.chunk_retain_period)}`,
      `-ingester.flush-check-period=${normal(ingester.flush_check_period)}`,
      `-ingester.checkpoint-duration=${normal(ingester.wal.checkpoint_duration)}`,
      `-tsdb.shipper.resync-interval=${normal(storage_config.tsdb_shipper.resync_interval)}`,
      `-compactor.compaction-interval=${normal(compactor.compaction_interval)}`,
      `-compactor.retention-enabled=${compactor.retention_enabled}`,
      // Loki leaves it out where it is false.
      `-pattern-ingester.enabled=${pattern_ingester.enabled ?? false}`,
      `-ingester.wal-dir=${ingester.wal.dir}`,
    ]).toEqual(tuningFlags(CHART, 1));
    expect(ingester.sync_min_utilization).toBe(0.1);
  });
});
