import { quantities } from "../cluster/resources";
import type { Model } from "../model";
import { escapeHelm } from "../terraform/escape";
import { toPlain } from "../terraform/yaml";
import { lokiConfiguration } from "./configuration";
import { lokiProbes } from "./probes";

/** Derived lists to which values/loki.yaml may add. */
export const LOKI_LISTS = ["singleBinary.extraVolumes", "singleBinary.extraVolumeMounts"];

/** Derived values of the Loki chart. @see values/loki.yaml for the constant ones */
export function lokiChartValues({ loki, alerting }: Model) {
  const { image, wal, rules, resources } = loki;
  return {
    loki: {
      // With a digest, the chart uses the tag only for a label.
      image: {
        registry: image.registry,
        repository: image.repository,
        tag: image.tag,
        ...(image.digest !== null && { digest: image.digest }),
      },
      structuredConfig: escapeHelm(toPlain(lokiConfiguration(loki, alerting.alertmanager))),
    },
    singleBinary: {
      terminationGracePeriodSeconds: loki.gracePeriod.toSeconds(),
      ...lokiProbes(loki),
      // The chart would derive it from the whole memory limit, which includes the tmpfs.
      extraEnv: [{ name: "GOMEMLIMIT", value: `${loki.goMemoryLimit.toMebibytes()}MiB` }],
      // The chart enables the expansion of ${...} in the configuration; the last flag wins.
      extraArgs: ["-config.expand-env=false"],
      extraVolumes: [
        { name: "wal", emptyDir: { medium: "Memory", sizeLimit: `${wal.size}` } },
        { name: "rules", configMap: { name: rules.configMap } },
      ],
      extraVolumeMounts: [
        { name: "wal", mountPath: wal.directory },
        { name: "rules", mountPath: rules.mountPath, readOnly: true },
      ],
      persistence: { size: `${loki.volume.size}`, storageClass: loki.volume.storageClass },
      resources: quantities(resources),
    },
  };
}
