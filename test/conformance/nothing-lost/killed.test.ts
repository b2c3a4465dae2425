import { setTimeout as sleep } from "node:timers/promises";
import { flushTime, STOP } from "../../../src/capacity/flush-time";
import { ByteSize } from "../../../src/units";
import { exampleModel } from "../../example";
import { canSlowDown, withSlowDisk } from "../pod/slow-disk";
import { describeWith } from "../tools";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "../with-loki";
import { podsOf } from "./pods";
import { Sender } from "./sender";

const model = exampleModel();

/** The flush of a stream is one write of its chunk, and the model grants it 15 ms. */
const WRITES_OF_NFS = 66;
const STREAMS = 2_400;

/** No test takes so long: a Loki that doesn't come back is told by what waits for it. */
const PATIENCE = 300_000;

describeWith(`What a Loki that ends loses (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent(
    "nothing, when its process is killed again and again: the log outlives the container",
    () =>
      withLoki({ binary, model }, async (loki) => {
        const sender = new Sender({ loki, streams: podsOf("web") });
        sender.start();
        for (let time = 0; time < 3; time += 1) {
          await sleep(2_000);
          await loki.kill();
          loki.begin();
        }
        await sender.stop();
        await loki.ready();
        expect(sender.resent).toBeGreaterThan(0);
        expect(await sender.missing('{namespace="web"}')).toEqual([]);
      }),
    PATIENCE,
  );

  test.concurrent(
    "nothing, when its pod is deleted while agents write: it flushes what goes with the pod in its grace period",
    () =>
      withLoki({ binary, model }, async (loki) => {
        const sender = new Sender({ loki, streams: podsOf("web", 200) });
        sender.start();
        for (let time = 0; time < 2; time += 1) {
          await sleep(2_000);
          await loki.stop();
          loki.losePod();
          loki.begin();
        }
        await sender.stop();
        await loki.ready();
        expect(await sender.missing('{namespace="web"}')).toEqual([]);
      }),
    PATIENCE,
  );

  (canSlowDown() ? test.concurrent : test.skip)(
    "nothing, when a slow disk makes the flush longer than the 30 s that a pod gets by default",
    () => {
      const declared = exampleModel({ load: { pods: STREAMS, podStartsPerDay: 0 }, loki: { patterns: false } });
      const disk = { kind: "image", size: ByteSize.gibibytes(2) } as const;
      return withLoki({ binary, model: declared, disk }, async (loki) => {
        const sender = new Sender({ loki, streams: podsOf("web", STREAMS) });
        await sender.write(1);
        const seconds = await withSlowDisk(loki, WRITES_OF_NFS, () => loki.stop());
        expect(seconds).toBeGreaterThan(30);
        expect(seconds).toBeLessThan(STOP.plus(flushTime(STREAMS)).toSeconds());
        loki.losePod();
        loki.begin();
        await loki.ready();
        expect(await sender.missing('{namespace="web"}')).toEqual([]);
      });
    },
    PATIENCE,
  );

  test.concurrent(
    "what it had not flushed, and no more, when its node loses power",
    () =>
      withLoki({ binary, model }, async (loki) => {
        const senderOf = (namespace: string) => new Sender({ loki, streams: podsOf(namespace) });
        const [flushed, inMemory, later] = [senderOf("flushed"), senderOf("in-memory"), senderOf("later")] as const;
        await flushed.write(1);
        await loki.stop();
        loki.losePod();
        loki.begin();
        await inMemory.write(1);
        await loki.kill();
        loki.losePod();
        loki.begin();
        await later.write(1);
        await loki.ready();
        expect(await flushed.missing('{namespace="flushed"}')).toEqual([]);
        expect(await inMemory.missing('{namespace="in-memory"}')).toHaveLength(inMemory.written);
        expect(await later.missing('{namespace="later"}')).toEqual([]);
      }),
    PATIENCE,
  );
});
