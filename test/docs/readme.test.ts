import { boundsOf, share, tightest } from "../../src/capacity/bounds";
import { largestLoad } from "../../src/capacity/largest-load";
import { ByteSize } from "../../src/units";
import { exampleModel } from "../helpers/example";
import { readme } from "../helpers/readme";

const { loki, alloy, inotify, cluster, load, alerting } = exampleModel();
const startsOfAPod = Math.round(load.podStartsPerDay / load.pods);
/** Without README's line breaks. */
const prose = readme.replaceAll(/\s+/g, " ");

/** The default column of README's settings table, by the setting's first name. */
function documented(setting: string): string {
  const row = readme.split("\n").find((line) => line.startsWith(`| \`${setting}\``));
  return row?.split("|")[2]?.trim() ?? "";
}

test.each([
  ["nfs.mountOptions", loki.volume.mountOptions.map((option) => `\`${option}\``).join(", ")],
  ["nfs.size", `${loki.volume.size}`],
  ["cluster.nodes", `${cluster.nodes}, \`${cluster.domain}\``],
  [
    "load.pods",
    `${load.pods / cluster.nodes} a node (${load.pods}), ${startsOfAPod} a day for each of them (${load.podStartsPerDay}), ${load.bytesPerDay}`,
  ],
  ["loki.ingester.maxChunkAge", `${loki.ingester.maxChunkAge}`],
  ["loki.ingester.chunkIdlePeriod", `${loki.ingester.chunkIdlePeriod}`],
  ["loki.ingester.chunkRetainPeriod", `${loki.ingester.chunkRetainPeriod}`],
  ["loki.ingester.chunkTargetSize", `${loki.ingester.chunkTargetSize.toBytes()} bytes`],
  ["loki.wal.size", `${loki.wal.size}`],
  ["loki.patterns", `${loki.patterns}`],
  ["load.compression", `${load.compression}`],
  ["loki.retention", `${loki.retention}`],
  ["loki.compactionInterval", `${loki.compactionInterval}`],
  ["loki.maxStreams", `what fills a quarter of the heap (${loki.limits.maxStreams})`],
  [
    "loki.resources",
    `${loki.resources.cpuRequest}/${loki.resources.memoryRequest}, limits ${loki.resources.cpuLimit}/${loki.resources.memoryLimit}`,
  ],
  ["alloy.runtime", `\`${alloy.runtime}\``],
  [
    "alloy.resources",
    `${alloy.agent.resources.cpuRequest}/${alloy.agent.resources.memoryRequest}, limit ${alloy.agent.resources.memoryLimit}`,
  ],
  ["inotify.maxUserWatches", `${inotify.maxUserWatches}, ${inotify.maxUserInstances}, ${inotify.maxQueuedEvents}`],
])("README gives the default of %s as %s", (setting, fallback) => {
  expect(documented(setting)).toBe(fallback);
});

test.each(["HighErrorRate", "PodCrashLoopBackOff", "OOMKilled", "LogPathDrill"])("README tells of %s", (alert) => {
  const alerts = alerting.files.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.map(({ name }) => name)));
  expect(alerts).toContain(alert);
  expect(readme).toContain(`| \`${alert}\``);
});

test("README tells how much text a day the plan's own sizes carry", () => {
  const [, gibibytes] = /sizes carry up to ([\d.]+) GiB of text a day/.exec(prose) ?? [];
  const carried = (more: number) => {
    const bytesPerDay = ByteSize.mebibytes(Math.floor(Number(gibibytes) * 1_024) + more);
    return share(tightest(boundsOf(exampleModel({ load: { bytesPerDay } })))) <= 1;
  };
  expect([carried(0), carried(100)]).toEqual([true, false]);
});

test("README tells how many times the default load the plan's own sizes carry, and what ends it", () => {
  const { factor, bound } = largestLoad(exampleModel());
  expect(bound.name).toBe("memory request");
  expect(prose).toContain(
    `they carry ${Math.floor(factor * 10) / 10} times the default load, and the request of memory ends it`,
  );
});

test("README tells how much of the write-ahead log may be used", () => {
  const { size, fullThreshold } = loki.wal;
  expect(readme).toContain(`\`disk_full_threshold\` of ${Math.round(fullThreshold * 100)} %`);
  expect(readme).toContain(`of whose ${size} Loki may use ${Math.round(fullThreshold * 100)} %`);
});
