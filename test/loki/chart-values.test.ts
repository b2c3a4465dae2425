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
  const stack = synthesized();
  const values = releaseValues(stack, "loki");

  test("passes on the complete configuration, and replaces the chart's", () => {
    const { loki, alerting } = exampleModel();
    expect(values.loki.structuredConfig).toEqual(toPlain(lokiConfiguration(loki, alerting.alertmanager)));
    expect(values.loki.config).toBe("{}");
  });

  test("uses the name and the size of the stack's claim", () => {
    const claim = stack.resource.kubernetes_persistent_volume_claim_v1["loki-claim"];
    expect(claim.metadata.name).toBe(`storage-${stack.resource.helm_release.loki.name}-0`);
    expect(values.singleBinary.persistence.size).toBe(claim.spec.resources.requests.storage);
  });

  test("keeps the claim during a rollback", () => {
    expect(values.singleBinary.persistence.enableStatefulSetAutoDeletePVC).toBe(false);
  });

  test("mounts the stack's rules read-only", () => {
    const rules = stack.resource.kubernetes_config_map_v1["loki-alert-rules"];
    expect(values.singleBinary.extraVolumes).toContainEqual({
      name: "rules",
      configMap: { name: rules.metadata.name },
    });
    expect(values.singleBinary.extraVolumeMounts).toContainEqual(
      expect.objectContaining({ name: "rules", readOnly: true }),
    );
  });

  test("has a rollout timeout longer than the old pod's flush", () => {
    const large = synthesized({ loki: { maxStreams: 50_000 } });
    const grace = releaseValues(large, "loki").singleBinary.terminationGracePeriodSeconds;
    expect(large.resource.helm_release.loki.timeout).toBeGreaterThan(grace);
  });
});

describe("the derived chart values", () => {
  test("mount a tmpfs of the configured size for the write-ahead log", () => {
    const { extraVolumes, extraVolumeMounts } = derived({ wal: { size: ByteSize.mebibytes(1_536) } }).singleBinary;
    const { wal } = exampleModel().loki;
    expect(extraVolumes).toContainEqual({ name: "wal", emptyDir: { medium: "Memory", sizeLimit: "1536Mi" } });
    expect(extraVolumeMounts).toContainEqual({ name: "wal", mountPath: wal.directory });
  });

  test("mount exactly the extra volumes", () => {
    const { extraVolumes, extraVolumeMounts } = derived().singleBinary;
    expect(extraVolumeMounts.map(({ name }) => name)).toEqual(extraVolumes.map(({ name }) => name));
  });

  test.each([
    [2, 6],
    [1, 2],
  ])("with a WAL of %i GiB in %i GiB of memory, set GOMEMLIMIT below the rest", (wal, limit) => {
    const resources = { memoryRequest: ByteSize.gibibytes(1), memoryLimit: ByteSize.gibibytes(limit) };
    const { extraEnv } = derived({ wal: { size: ByteSize.gibibytes(wal) }, resources }).singleBinary;
    const [, mebibytes] = /^(\d+)MiB$/.exec(extraEnv.find(({ name }) => name === "GOMEMLIMIT")?.value ?? "") ?? [];
    expect(Number(mebibytes)).toBeGreaterThan(0);
    expect(Number(mebibytes)).toBeLessThan((limit - wal) * 1_024);
  });

  test("increase the grace period with the stream limit", () => {
    const few = derived({ maxStreams: 1_000 }).singleBinary.terminationGracePeriodSeconds;
    const many = derived({ maxStreams: 20_000 }).singleBinary.terminationGracePeriodSeconds;
    expect([few, many]).toEqual([75, 282]);
  });

  test("derive the stream limit from the memory limit minus the tmpfs, not from the declared load", () => {
    expect(exampleModel({ loki: { wal: { size: ByteSize.gibibytes(4) } } }).loki.limits.maxStreams).toBe(32_768);
    expect(exampleModel({ load: { pods: 1 } }).loki.limits.maxStreams).toBe(65_536);
  });

  test("restart the container if a module of Loki ended, which the chart's path doesn't see", () => {
    const { livenessProbe } = derived().singleBinary;
    expect(livenessProbe.httpGet).toEqual({ path: "/ready", port: "http-metrics" });
    expect(livenessProbe.periodSeconds * livenessProbe.failureThreshold).toBe(60);
  });

  test.each([
    [1, 10_000, 333],
    [4, 200_000, 3_697],
  ])(
    "give a start with a WAL of %i GiB and %i streams enough time for its replay and flush",
    (wal, streams, seconds) => {
      const resources = { memoryRequest: ByteSize.gibibytes(6), memoryLimit: ByteSize.gibibytes(16) };
      const { startupProbe } = derived({
        wal: { size: ByteSize.gibibytes(wal) },
        maxStreams: streams,
        resources,
      }).singleBinary;
      expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBeGreaterThanOrEqual(seconds);
      expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBeLessThan(
        seconds + startupProbe.periodSeconds,
      );
    },
  );

  test("disable the expansion of environment variables in the configuration", () => {
    expect(derived().singleBinary.extraArgs.at(-1)).toBe("-config.expand-env=false");
  });

  test('omit the CPU limit if it is "none"', () => {
    expect(derived({ resources: { cpuLimit: "none" } }).singleBinary.resources.limits).not.toHaveProperty("cpu");
    expect(derived().singleBinary.resources.limits).toMatchObject({ cpu: "1", memory: "6Gi" });
  });

  test("take the image from the configured registry", () => {
    const { image } = lokiChartValues(exampleModel({ images: { registry: "registry.example.com/mirror" } })).loki;
    expect(image).toEqual({ ...derived().loki.image, registry: "registry.example.com/mirror" });
  });
});
