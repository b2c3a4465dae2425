import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { flushTime, STOP } from "../../../src/capacity/volume";
import { DIRECTORIES } from "../../../src/loki/layout";
import { ByteSize, Duration } from "../../../src/units";
import { describeWith } from "../../components/available";
import { LOKI_IN_A_POD, LOKI_ON_AN_IMAGE, lokiForPods, type RunningLoki, withLoki } from "../../components/loki";
import { canMountImages } from "../../components/sandbox";
import { exampleModel } from "../../helpers/example";
import { Sender } from "./sender";

const model = exampleModel();

/** Where version 1 of control groups throttles block devices. */
const BLKIO = "/sys/fs/cgroup/blkio";

/** Whether this machine can slow a process's writes to an image down. */
function canSlowDown(): boolean {
  return existsSync(join(BLKIO, "blkio.throttle.write_iops_device")) && canMountImages();
}

/**
 * Lets a Loki whose volume is an image write to it so many times a second and no more, as a disk behind a network does, for
 * as long as `use` takes.
 */
async function withSlowDisk<R>({ pid }: RunningLoki, writesPerSecond: number, use: () => Promise<R>): Promise<R> {
  const device = deviceAt(DIRECTORIES.data, pid);
  const group = join(BLKIO, `slow-disk-${pid}`);
  mkdirSync(group);
  try {
    writeFileSync(join(group, "blkio.throttle.write_iops_device"), `${device} ${writesPerSecond}`);
    writeFileSync(join(group, "cgroup.procs"), `${pid}`);
    return await use();
  } finally {
    // What isn't empty can't be removed: the process is either gone or goes back.
    if (existsSync(`/proc/${pid}`)) writeFileSync(join(BLKIO, "cgroup.procs"), `${pid}`);
    rmdirSync(group);
  }
}

/**
 * The numbers of the device that a process sees mounted on a folder.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
 */
function deviceAt(folder: string, pid: number): string {
  const mounts = readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n");
  const [, , device] = mounts.map((mount) => mount.split(" ")).find(([, , , , point]) => point === folder) ?? [];
  if (device === undefined) throw new Error(`nothing is mounted on ${folder}`);
  return device;
}

describeWith(`What a Loki that ends loses (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent("nothing, when its process is killed again and again: the log outlives the container", () =>
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

  test.concurrent("nothing, when its pod is deleted while agents write: it flushes what goes with the pod in its grace period", () =>
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

  test.concurrent("what it had not flushed, and no more, when its node loses power", () =>
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

/** The flush of a stream is one write of its chunk, and the model grants it 15 ms. */
const WRITES_OF_NFS = 66;
const STREAMS = 2_400;

/** What a pod gets that says nothing of it. */
const DEFAULT = Duration.seconds(30);

const many = exampleModel({ load: { pods: STREAMS, podStartsPerDay: 0 }, loki: { patterns: false } });
const manyByDefault = { ...many, loki: { ...many.loki, gracePeriod: DEFAULT } };

const disk = { kind: "image", size: ByteSize.gibibytes(2) } as const;

const NEEDED = `${LOKI_ON_AN_IMAGE}, control groups of version 1`;

describeWith(`What a stop on a slow disk loses (${NEEDED})`, canSlowDown() ? lokiForPods() : null, (binary) => {
  test.concurrent("nothing, though the flush takes longer than the 30 s that a pod gets by default", () =>
    withLoki({ binary, model: many, disk }, async (loki) => {
      const sender = await sent(loki);
      const seconds = await withSlowDisk(loki, WRITES_OF_NFS, () => loki.stop());
      expect(seconds).toBeGreaterThan(DEFAULT.toSeconds());
      expect(seconds).toBeLessThan(STOP.plus(flushTime(STREAMS)).toSeconds());
      await loki.restartAsNewPod();
      expect(await sender.missing()).toEqual([]);
    }));

  test.concurrent("lines, with that default: it is killed while it flushes", () =>
    withLoki({ binary, model: manyByDefault, disk }, async (loki) => {
      const sender = await sent(loki);
      await expect(withSlowDisk(loki, WRITES_OF_NFS, () => loki.stop())).rejects.toThrow("is killed");
      await loki.restartAsNewPod();
      expect(await sender.missing()).not.toEqual([]);
    }));
});

async function sent(loki: RunningLoki): Promise<Sender> {
  const sender = new Sender({ loki, namespace: "web", pods: STREAMS });
  await sender.write(1);
  return sender;
}
