import { settingsPage } from "../../tools/docs/settings-page";
import { exampleModel } from "../helpers/example";
import { golden } from "../helpers/golden";

const page = settingsPage();

test("docs/settings.md matches the types of the settings", () => {
  expect(page).toBe(golden("../docs/settings.md", page));
});

/** The default column of a setting, in the notation of the model: "24 h" is 24h. */
function documented(setting: string): string {
  const row = page.split("\n").find((line) => line.startsWith(`| \`${setting}\``));
  const text = row?.split("|")[3]?.trim().replaceAll("`", "") ?? "";
  return text.replaceAll(/(\d+) (h|min|GiB|MiB)(?!\w)/g, (_, amount, unit) => `${amount}${NOTATION[unit]}`);
}

const NOTATION: Readonly<Record<string, string>> = { h: "h", min: "m", GiB: "Gi", MiB: "Mi" };

const { loki, alloy, inotify, cluster, load } = exampleModel();
const { agent } = alloy;
const startsOfAPod = Math.round(load.podStartsPerDay / load.pods);

test.each([
  ["nfs.mountOptions", JSON.stringify(loki.volume.mountOptions).replaceAll(",", ", ")],
  ["nfs.size", `${loki.volume.size}`],
  ["cluster.nodes", `${cluster.nodes}`],
  ["cluster.domain", `"${cluster.domain}"`],
  ["load.pods", `${load.pods / cluster.nodes} per node (${load.pods})`],
  ["load.podStartsPerDay", `${startsOfAPod} per running pod (${load.podStartsPerDay})`],
  ["load.bytesPerDay", `${load.bytesPerDay}`],
  ["loki.ingester.maxChunkAge", `${loki.ingester.maxChunkAge}`],
  ["loki.ingester.chunkIdlePeriod", `${loki.ingester.chunkIdlePeriod}`],
  ["loki.ingester.chunkRetainPeriod", `${loki.ingester.chunkRetainPeriod}`],
  ["loki.ingester.chunkTargetSize", `${loki.ingester.chunkTargetSize.toBytes()} bytes`],
  ["loki.wal.size", `${loki.wal.size}`],
  ["loki.patterns", `${loki.patterns}`],
  ["load.compression", `${load.compression}`],
  ["loki.retention", `${loki.retention}`],
  ["loki.compactionInterval", `${loki.compactionInterval}`],
  ["loki.maxStreams", expect.stringContaining(`(${loki.limits.maxStreams})`)],
  [
    "loki.resources",
    numbers(
      loki.resources.cpuRequest,
      loki.resources.memoryRequest,
      loki.resources.cpuLimit,
      loki.resources.memoryLimit,
    ),
  ],
  ["alloy.runtime", `"${alloy.runtime}"`],
  ["alloy.resources", numbers(agent.resources.cpuRequest, agent.resources.memoryRequest, agent.resources.memoryLimit)],
  ["inotify.maxUserWatches", `${inotify.maxUserWatches}`],
  ["inotify.maxUserInstances", `${inotify.maxUserInstances}`],
  ["inotify.maxQueuedEvents", `${inotify.maxQueuedEvents}`],
])("the default of %s is that of the model", (setting, fallback) => {
  expect(documented(setting)).toEqual(fallback);
});

/** A text that has these values in this order. */
function numbers(...values: readonly unknown[]): unknown {
  return expect.stringMatching(new RegExp(values.map((value) => `\\b${value}\\b`).join(".*")));
}
