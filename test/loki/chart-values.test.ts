import { lokiChartValues } from "../../src/loki/chart-values";
import { lokiConfiguration } from "../../src/loki/configuration";
import type { LokiSettings } from "../../src/loki/settings";
import { toPlain } from "../../src/terraform/yaml";
import { ByteSize } from "../../src/units";
import { exampleModel } from "../helpers/example";
import { releaseValues } from "../helpers/release";
import { synthesized } from "../helpers/synthesized";

function derived(loki: LokiSettings = {}) {
  return lokiChartValues(exampleModel({ loki }));
}

describe("the release of the Loki chart", () => {
  const plan = synthesized();
  const values = releaseValues(plan, "loki");

  test("runs the whole configuration, and nothing of the chart's own", () => {
    const { loki, alerting } = exampleModel();
    expect(values.loki.structuredConfig).toEqual(toPlain(lokiConfiguration(loki, alerting.alertmanager)));
    expect(values.loki.config).toBe("{}");
  });

  test("claims what the volume holds, under the name that the plan's claim has", () => {
    const claim = plan.resource.kubernetes_persistent_volume_claim_v1["loki-claim"];
    expect(claim.metadata.name).toBe(`storage-${plan.resource.helm_release.loki.name}-0`);
    expect(values.singleBinary.persistence.size).toBe(claim.spec.resources.requests.storage);
  });

  test("leaves the claim when it is rolled back", () => {
    expect(values.singleBinary.persistence.enableStatefulSetAutoDeletePVC).toBe(false);
  });

  test("mounts the rules that the plan creates, read-only", () => {
    const rules = plan.resource.kubernetes_config_map_v1["loki-alert-rules"];
    expect(values.singleBinary.extraVolumes).toContainEqual({
      name: "rules",
      configMap: { name: rules.metadata.name },
    });
    expect(values.singleBinary.extraVolumeMounts).toContainEqual(
      expect.objectContaining({ name: "rules", readOnly: true }),
    );
  });

  test("waits for a rollout longer than the old pod may take to flush", () => {
    const large = synthesized({ loki: { maxStreams: 50_000 } });
    const grace = releaseValues(large, "loki").singleBinary.terminationGracePeriodSeconds;
    expect(large.resource.helm_release.loki.timeout).toBeGreaterThan(grace);
  });
});

describe("what the chart is told of Loki", () => {
  test("the write-ahead log lies in a tmpfs of its size, mounted where Loki writes it", () => {
    const { extraVolumes, extraVolumeMounts } = derived({ wal: { size: ByteSize.mebibytes(1_536) } }).singleBinary;
    const { wal } = exampleModel().loki;
    expect(extraVolumes).toContainEqual({ name: "wal", emptyDir: { medium: "Memory", sizeLimit: "1536Mi" } });
    expect(extraVolumeMounts).toContainEqual({ name: "wal", mountPath: wal.directory });
  });

  test("every extra volume is mounted, and nothing else", () => {
    const { extraVolumes, extraVolumeMounts } = derived().singleBinary;
    expect(extraVolumeMounts.map(({ name }) => name)).toEqual(extraVolumes.map(({ name }) => name));
  });

  test.each([
    [2, 6],
    [1, 2],
  ])("beside a WAL of %i GiB in %i GiB of memory, the Go runtime knows that it has less", (wal, limit) => {
    const resources = { memoryRequest: ByteSize.gibibytes(1), memoryLimit: ByteSize.gibibytes(limit) };
    const { extraEnv } = derived({ wal: { size: ByteSize.gibibytes(wal) }, resources }).singleBinary;
    const [, mebibytes] = /^(\d+)MiB$/.exec(extraEnv.find(({ name }) => name === "GOMEMLIMIT")?.value ?? "") ?? [];
    expect(Number(mebibytes)).toBeGreaterThan(0);
    expect(Number(mebibytes)).toBeLessThan((limit - wal) * 1_024);
  });

  test("more streams have longer to be flushed when the pod is stopped", () => {
    const few = derived({ maxStreams: 1_000 }).singleBinary.terminationGracePeriodSeconds;
    const many = derived({ maxStreams: 20_000 }).singleBinary.terminationGracePeriodSeconds;
    expect([few, many]).toEqual([75, 282]);
  });

  test("streams are limited by the memory that the tmpfs leaves, not by the declared load", () => {
    expect(exampleModel({ loki: { wal: { size: ByteSize.gibibytes(4) } } }).loki.limits.maxStreams).toBe(32_768);
    expect(exampleModel({ load: { pods: 1 } }).loki.limits.maxStreams).toBe(65_536);
  });

  test("no flag of the chart has Loki read environment variables into its configuration", () => {
    expect(derived().singleBinary.extraArgs.at(-1)).toBe("-config.expand-env=false");
  });

  test("a processor limit is left out where the settings want none", () => {
    expect(derived({ resources: { cpuLimit: "none" } }).singleBinary.resources.limits).toEqual({ memory: "6Gi" });
    expect(derived().singleBinary.resources.limits).toEqual({ cpu: "1", memory: "6Gi" });
  });

  test("the image comes from the registry of the settings", () => {
    const { image } = lokiChartValues(exampleModel({ images: { registry: "registry.example.com/mirror" } })).loki;
    expect(image).toEqual({ ...derived().loki.image, registry: "registry.example.com/mirror" });
  });
});
