import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { flushTime, SHUTDOWN_TIME } from "../../../src/capacity/volume";
import { DIRECTORIES } from "../../../src/loki/layout";
import { ByteSize, Duration } from "../../../src/units";
import { describeWith } from "../../components/available";
import { LOKI_IN_A_POD, LOKI_ON_AN_IMAGE, lokiForPods, type RunningLoki, withLoki } from "../../components/loki";
import { canMountImages } from "../../components/sandbox";
import { exampleModel } from "../../helpers/example";
import { Sender } from "./sender";

const model = exampleModel();

/** The controller of cgroups v1 that throttles block devices. */
const BLKIO = "/sys/fs/cgroup/blkio";

/** Returns true if this machine can throttle the writes of a process to an image. */
function canThrottle(): boolean {
  return existsSync(join(BLKIO, "blkio.throttle.write_iops_device")) && canMountImages();
}

/**
 * Throttles a Loki's writes to its volume to the speed of a network disk, while `use` runs. The volume must be an image.
 */
async function withThrottledDisk<R>({ pid }: RunningLoki, writesPerSecond: number, use: () => Promise<R>): Promise<R> {
  const device = deviceAt(DIRECTORIES.data, pid);
  const group = join(BLKIO, `slow-disk-${pid}`);
  mkdirSync(group);
  try {
    writeFileSync(join(group, "blkio.throttle.write_iops_device"), `${device} ${writesPerSecond}`);
    writeFileSync(join(group, "cgroup.procs"), `${pid}`);
    return await use();
  } finally {
    // A cgroup must be empty before it can be removed.
    if (existsSync(`/proc/${pid}`)) writeFileSync(join(BLKIO, "cgroup.procs"), `${pid}`);
    rmdirSync(group);
  }
}

/**
 * Returns the major and minor numbers of the device that a process sees mounted on a folder.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
 */
function deviceAt(folder: string, pid: number): string {
  const mounts = readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n");
  const [, , device] = mounts.map((mount) => mount.split(" ")).find(([, , , , point]) => point === folder) ?? [];
  if (device === undefined) throw new Error(`nothing is mounted on ${folder}`);
  return device;
}

describeWith(`A Loki that ends (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent("loses nothing if its process is killed repeatedly, because the log outlives the container", () =>
    withLoki({ binary, model }, async (loki) => {
      const sender = new Sender({ loki, namespace: "web", pods: 20 });
      sender.start();
      for (let time = 0; time < 3; time += 1) {
        await sender.waitForProgress();
        await loki.kill();
        loki.startProcess();
      }
      await sender.stop();
      await loki.waitUntilReady();
      expect(sender.retries).toBeGreaterThan(0);
      expect(await sender.missing()).toEqual([]);
    }));

  test.concurrent("loses nothing if its pod is deleted while agents write, because it flushes within the grace period", () =>
    withLoki({ binary, model }, async (loki) => {
      const sender = new Sender({ loki, namespace: "web", pods: 200 });
      sender.start();
      for (let time = 0; time < 2; time += 1) {
        await sender.waitForProgress();
        await loki.stop();
        await loki.restartAsNewPod();
      }
      await sender.stop();
      expect(await sender.missing()).toEqual([]);
    }));

  test.concurrent("loses only unflushed lines if its node loses power", () =>
    withLoki({ binary, model }, async (loki) => {
      const senderOf = (namespace: string) => new Sender({ loki, namespace, pods: 20 });
      const [flushed, inMemory, later] = [senderOf("flushed"), senderOf("in-memory"), senderOf("later")] as const;
      await flushed.write(1);
      await loki.stop();
      await loki.restartAsNewPod();
      await inMemory.write(1);
      await loki.kill();
      await loki.restartAsNewPod();
      await later.write(1);
      expect(await flushed.missing()).toEqual([]);
      expect(await inMemory.missing()).toHaveLength(inMemory.writtenLines);
      expect(await later.missing()).toEqual([]);
    }));
});

/** Flushing a stream is one write of its chunk, for which the capacity model assumes 15 ms. */
const NFS_WRITES_PER_SECOND = 66;
const STREAMS = 2_400;

/** Kubernetes' default grace period. */
const DEFAULT = Duration.seconds(30);

const many = exampleModel({ load: { pods: STREAMS, podStartsPerDay: 0 }, loki: { patterns: false } });
const manyByDefault = { ...many, loki: { ...many.loki, gracePeriod: DEFAULT } };

const disk = { kind: "image", size: ByteSize.gibibytes(2) } as const;

const NEEDED = `${LOKI_ON_AN_IMAGE}, cgroups v1`;

describeWith(`A shutdown on a slow disk (${NEEDED})`, canThrottle() ? lokiForPods() : null, (binary) => {
  test.concurrent("loses nothing, though flushing takes longer than the default grace period of 30 s", () =>
    withLoki({ binary, model: many, disk }, async (loki) => {
      const sender = await sent(loki);
      const seconds = await withThrottledDisk(loki, NFS_WRITES_PER_SECOND, () => loki.stop());
      expect(seconds).toBeGreaterThan(DEFAULT.toSeconds());
      expect(seconds).toBeLessThan(SHUTDOWN_TIME.plus(flushTime(STREAMS)).toSeconds());
      await loki.restartAsNewPod();
      expect(await sender.missing()).toEqual([]);
    }));

  test.concurrent("loses lines with that default, because Loki is killed while it flushes", () =>
    withLoki({ binary, model: manyByDefault, disk }, async (loki) => {
      const sender = await sent(loki);
      await expect(withThrottledDisk(loki, NFS_WRITES_PER_SECOND, () => loki.stop())).rejects.toThrow("was killed");
      await loki.restartAsNewPod();
      expect(await sender.missing()).not.toEqual([]);
    }));
});

async function sent(loki: RunningLoki): Promise<Sender> {
  const sender = new Sender({ loki, namespace: "web", pods: STREAMS });
  await sender.write(1);
  return sender;
}
