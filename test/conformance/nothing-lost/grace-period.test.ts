import { flushTime, STOP } from "../../../src/capacity/flush-time";
import { ByteSize, Duration } from "../../../src/units";
import { exampleModel } from "../../helpers/example";
import { canSlowDown, withSlowDisk } from "../pod/slow-disk";
import type { RunningLoki } from "../running-loki";
import { describeWith } from "../tools";
import { LOKI_ON_AN_IMAGE, lokiForPods, withLoki } from "../with-loki";
import { Sender } from "./sender";

/** The flush of a stream is one write of its chunk, and the model grants it 15 ms. */
const WRITES_OF_NFS = 66;
const STREAMS = 2_400;

/** What a pod gets that says nothing of it. */
const DEFAULT = Duration.seconds(30);

const model = exampleModel({ load: { pods: STREAMS, podStartsPerDay: 0 }, loki: { patterns: false } });
const withDefault = { ...model, loki: { ...model.loki, gracePeriod: DEFAULT } };

const disk = { kind: "image", size: ByteSize.gibibytes(2) } as const;

const NEEDED = `${LOKI_ON_AN_IMAGE}, control groups of version 1`;

describeWith(`What a stop on a slow disk loses (${NEEDED})`, canSlowDown() ? lokiForPods() : null, (binary) => {
  test.concurrent("nothing, though the flush takes longer than the 30 s that a pod gets by default", () =>
    withLoki({ binary, model, disk }, async (loki) => {
      const sender = await sent(loki);
      const seconds = await withSlowDisk(loki, WRITES_OF_NFS, () => loki.stop());
      expect(seconds).toBeGreaterThan(DEFAULT.toSeconds());
      expect(seconds).toBeLessThan(STOP.plus(flushTime(STREAMS)).toSeconds());
      await loki.startAnotherPod();
      expect(await sender.missing()).toEqual([]);
    }));

  test.concurrent("lines, with that default: it is killed while it flushes", () =>
    withLoki({ binary, model: withDefault, disk }, async (loki) => {
      const sender = await sent(loki);
      await expect(withSlowDisk(loki, WRITES_OF_NFS, () => loki.stop())).rejects.toThrow("is killed");
      await loki.startAnotherPod();
      expect(await sender.missing()).not.toEqual([]);
    }));
});

async function sent(loki: RunningLoki): Promise<Sender> {
  const sender = new Sender({ loki, namespace: "web", pods: STREAMS });
  await sender.write(1);
  return sender;
}
