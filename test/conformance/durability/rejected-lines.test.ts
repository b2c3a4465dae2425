import type { Texts } from "../../../src/alerting/fixtures/fixture";
import { EVENTS_JOB, JOURNAL_JOB } from "../../../src/alloy/source-contracts";
import { Duration } from "../../../src/units";
import { describeWith } from "../../components/available";
import type { RunningLoki } from "../../components/loki";
import { LOKI_IN_A_POD, lokiForPods, withLoki } from "../../components/loki";
import { nanoseconds } from "../../components/loki-api";
import { until } from "../../components/until";
import { exampleModel } from "../../helpers/example";
import { FREQUENT_SWEEPS } from "../chunks/streams";
import { Sender } from "./sender";

const TIMEOUT = { seconds: 180 };

const model = exampleModel();

describeWith(`Rejected lines (${LOKI_IN_A_POD})`, lokiForPods(), (binary) => {
  test.concurrent("loses nothing at the stream limit: existing streams continue, and new ones wait until others are flushed", () => {
    // Replaces the stack's 12 h, which Loki measures with its own clock. It is long enough for a busy machine.
    const ingester = { chunkIdlePeriod: Duration.seconds(15), chunkRetainPeriod: Duration.seconds(1) };
    // Of these, pods may open 20.
    const limited = exampleModel({ loki: { maxStreams: 25, ingester } });
    return withLoki({ binary, model: limited, flags: FREQUENT_SWEEPS }, async (loki) => {
      const senderOf = (namespace: string) => new Sender({ loki, namespace, pods: 10 });
      const [lasting, ending, next] = [senderOf("lasting"), senderOf("ending"), senderOf("next")] as const;
      lasting.start();
      ending.start();
      await lasting.waitForProgress();
      await ending.waitForProgress();
      next.start();
      await until("Loki rejects new streams", TIMEOUT, async () => next.retries > 0);
      await lasting.waitForProgress();
      expect(next.acceptedBatches).toBe(0);
      await ending.stop();
      await next.waitForProgress();
      await next.stop();
      await lasting.stop();
      expect(lasting.retries).toBe(0);
      expect(await lasting.missing()).toEqual([]);
      expect(await ending.missing()).toEqual([]);
      expect(await next.missing()).toEqual([]);
    });
  });

  test.concurrent("accepts the journal of a new node and events, however many streams pods open", () => {
    const limited = exampleModel({ loki: { maxStreams: 100 } });
    return withLoki({ binary, model: limited }, async ({ api }) => {
      const post = async (labels: Texts) =>
        (await api.post([{ labels, entries: [[`${nanoseconds(Date.now())}`, "a line"]] }])).status;
      const pods: (number | null)[] = [];
      for (let pod = 0; pod < 120; pod += 1) pods.push(await post({ namespace: "noisy", pod: `pod-${pod}` }));
      const { maxTenantStreams } = limited.loki.limits;
      expect(pods).toEqual([
        ...pods.slice(0, maxTenantStreams).map(() => 204),
        ...pods.slice(maxTenantStreams).map(() => 429),
      ]);
      expect(maxTenantStreams).toBe(80);
      expect(await post({ job: JOURNAL_JOB, node: "new", transport: "kernel" })).toBe(204);
      expect(await post({ job: EVENTS_JOB })).toBe(204);
      expect(await post({ namespace: "web", pod: "new" })).toBe(429);
    });
  });

  test.concurrent("loses the lines written while a clock is too far ahead or behind, and none after that", () =>
    withLoki({ binary, model }, async (loki) => {
      const jumps = await Promise.all(CLOCKS.map((clock) => jump(loki, clock)));
      for (const { node, whileWrong, missing } of jumps.filter(({ isAccepted }) => !isAccepted)) {
        expect({ node, missing }).toEqual({ node, missing: whileWrong });
      }
      for (const { node, missing } of jumps.filter(({ isAccepted }) => isAccepted)) {
        expect({ node, missing }).toEqual({ node, missing: [] });
      }
      const { length } = jumps.filter(({ isAccepted }) => !isAccepted).flatMap(({ missing }) => missing);
      expect((await loki.api.metrics()).sum("loki_discarded_samples_total")).toBe(length);
    }));
});

interface Clock {
  readonly node: string;
  readonly minutes: number;
  readonly isAccepted: boolean;
}

/** Loki accepts lines up to ten minutes ahead, and up to half the chunk age behind the newest line of the stream. */
const CLOCKS: readonly Clock[] = [
  { node: "five-minutes-ahead", minutes: 5, isAccepted: true },
  { node: "an-hour-ahead", minutes: 60, isAccepted: false },
  { node: "thirteen-hours-ahead", minutes: 13 * 60, isAccepted: false },
  { node: "an-hour-behind", minutes: -60, isAccepted: true },
  { node: "thirteen-hours-behind", minutes: -13 * 60, isAccepted: false },
];

interface Jump extends Clock {
  /** The numbers of the lines written while the clock was wrong. */
  readonly whileWrong: readonly number[];
  readonly missing: readonly number[];
}

/** Writes with a clock that is right, then wrong, then right again. */
async function jump(loki: RunningLoki, clock: Clock): Promise<Jump> {
  let wrongBy = 0;
  const clockOfNode = () => Date.now() + wrongBy * 60_000;
  const sender = new Sender({ loki, namespace: clock.node, pods: 5, clock: clockOfNode });
  await sender.write(1);
  const first = sender.writtenLines;
  wrongBy = clock.minutes;
  await sender.write(1);
  const whileWrong = Array.from({ length: sender.writtenLines - first }, (_, index) => first + index);
  wrongBy = 0;
  await sender.write(1);
  return { ...clock, whileWrong, missing: await sender.missing() };
}
