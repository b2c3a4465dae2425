import { setTimeout as sleep } from "node:timers/promises";
import { Duration } from "../../../src/units";
import { exampleModel } from "../../example";
import type { RunningLoki } from "../running-loki";
import { describeWith } from "../tools";
import { until } from "../until";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "../with-loki";
import { podsOf } from "./pods";
import { Sender } from "./sender";

const PATIENCE = 300_000;

const model = exampleModel();

describeWith(`What is lost of lines that Loki refuses (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent(
    "nothing, at the limit of streams: who has streams goes on, and who opens new ones waits until others are flushed",
    () => {
      // Twelve hours of silence as two seconds: Loki counts it by its own clock.
      const ingester = { chunkIdlePeriod: Duration.seconds(2), chunkRetainPeriod: Duration.seconds(1) };
      const limited = exampleModel({ loki: { maxStreams: 20, ingester } });
      const flags = ["-ingester.flush-check-period=1s"];
      return withLoki({ binary, model: limited, flags }, async (loki) => {
        const senderOf = (namespace: string) => new Sender({ loki, streams: podsOf(namespace, 10) });
        const [lasting, ending, next] = [senderOf("lasting"), senderOf("ending"), senderOf("next")] as const;
        lasting.start();
        ending.start();
        await sleep(1_000);
        next.start();
        await until("new streams are refused", { seconds: 60, everyMs: 50 }, async () => next.resent > 0);
        const [waiting, going] = [next.written, lasting.written] as const;
        await sleep(1_000);
        expect(next.written).toBe(waiting);
        expect(lasting.written).toBeGreaterThan(going);
        await ending.stop();
        await until("new streams are taken", { seconds: 60 }, async () => next.written > waiting);
        await next.stop();
        await lasting.stop();
        expect(lasting.resent).toBe(0);
        expect(await lasting.missing('{namespace="lasting"}')).toEqual([]);
        expect(await ending.missing('{namespace="ending"}')).toEqual([]);
        expect(await next.missing('{namespace="next"}')).toEqual([]);
      });
    },
    PATIENCE,
  );

  test.concurrent(
    "what is written while a node's clock is too far ahead or behind, and nothing after that",
    () =>
      withLoki({ binary, model }, async (loki) => {
        const jumps = await Promise.all(CLOCKS.map((clock) => jump(loki, clock)));
        for (const { node, meanwhile, missing } of jumps.filter(({ isTaken }) => !isTaken)) {
          expect({ node, missing }).toEqual({ node, missing: meanwhile });
        }
        for (const { node, missing } of jumps.filter(({ isTaken }) => isTaken)) {
          expect({ node, missing }).toEqual({ node, missing: [] });
        }
        const { length } = jumps.filter(({ isTaken }) => !isTaken).flatMap(({ missing }) => missing);
        expect((await loki.api.metrics()).sum("loki_discarded_samples_total")).toBe(length);
      }),
    PATIENCE,
  );
});

interface Clock {
  readonly node: string;
  readonly minutes: number;
  readonly isTaken: boolean;
}

/** Loki takes what is up to ten minutes ahead, and up to half the chunk age behind the newest line of its stream. */
const CLOCKS: readonly Clock[] = [
  { node: "five-minutes-ahead", minutes: 5, isTaken: true },
  { node: "an-hour-ahead", minutes: 60, isTaken: false },
  { node: "thirteen-hours-ahead", minutes: 13 * 60, isTaken: false },
  { node: "an-hour-behind", minutes: -60, isTaken: true },
  { node: "thirteen-hours-behind", minutes: -13 * 60, isTaken: false },
];

interface Jump extends Clock {
  /** The numbers of lines that were written while the clock was wrong. */
  readonly meanwhile: readonly number[];
  readonly missing: readonly number[];
}

/** Writes by a clock that is right, then wrong, then right again. */
async function jump(loki: RunningLoki, clock: Clock): Promise<Jump> {
  let wrongBy = 0;
  const streams = podsOf(clock.node, 5);
  const sender = new Sender({ loki, streams, clock: () => Date.now() + wrongBy * 60_000 });
  await sender.write(1);
  const first = sender.written;
  wrongBy = clock.minutes;
  await sender.write(1);
  const meanwhile = Array.from({ length: sender.written - first }, (_, index) => first + index);
  wrongBy = 0;
  await sender.write(1);
  return { ...clock, meanwhile, missing: await sender.missing(`{namespace="${clock.node}"}`) };
}
