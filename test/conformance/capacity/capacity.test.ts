import { describeWith } from "../../components/available";
import { LOKI_ON_AN_IMAGE, lokiOnImages } from "../../components/loki";
import type { Load } from "./load";
import { measure } from "./measurement";
import { type Comparison, predict, QUANTITIES, type Quantity, relativeError, table } from "./prediction";

const QUARTER = 0.25;

/** A slow or busy machine may take this many times longer than the one that the model was measured on. */
const SLOWNESS = 20;

const REPLAY_TIMES: readonly Quantity[] = ["seconds to replay segments", "seconds to replay a checkpoint"];

/** Go's heap can grow up to its limit. The model's flush time is for NFS, not for this machine's disk. */
const CEILINGS: readonly Quantity[] = ["MiB of peak process memory", "seconds to flush"];

const SIZES = QUANTITIES.filter((name) => !REPLAY_TIMES.includes(name) && !CEILINGS.includes(name));

interface Run {
  readonly name: string;
  readonly load: Load;
  /** The sizes that the model doesn't predict for this load. */
  readonly except: readonly Quantity[];
}

const RUNS: readonly Run[] = [
  {
    name: "10,000 streams with a line each",
    load: { streams: 10_000, bytesPerStream: 0, patterns: false },
    // The first record of a stream contains its labels, which the model ignores. The model's index includes its log and the
    // writes of compaction, which leave nothing behind after a run.
    except: ["MiB of live heap for patterns", "MiB of segments", "MiB of files on the volume"],
  },
  {
    name: "250 streams with 600 kB each",
    load: { streams: 250, bytesPerStream: 600_000, patterns: false },
    except: ["MiB of live heap for patterns"],
  },
  {
    name: "3,000 streams with 4 kB each, and patterns",
    load: { streams: 3_000, bytesPerStream: 4_000, patterns: true },
    except: [],
  },
];

describeWith(`The capacity model (${LOKI_ON_AN_IMAGE})`, lokiOnImages(), (binary) => {
  const compared = new Map<string, Comparison>();

  afterAll(() => {
    const tables = [...compared].map(([name, comparison]) => table(name, comparison));
    process.stderr.write(`\n${tables.join("\n\n")}\n\n`);
  });

  describe.each(RUNS)("of $name", ({ name, load, except }) => {
    let comparison: Comparison;

    beforeAll(async () => {
      const { facts, quantities } = await measure(load, binary);
      comparison = { predicted: predict(load, facts), measured: quantities };
      compared.set(name, comparison);
    });

    test.each(SIZES.filter((size) => !except.includes(size)))("predicts %s within 25 %%", (size) => {
      expect(Math.abs(relativeError(comparison, size))).toBeLessThan(QUARTER);
    });

    test.each(REPLAY_TIMES)("predicts the order of magnitude of %s", (time) => {
      const { predicted, measured } = comparison;
      expect(measured[time]).toBeLessThan(SLOWNESS * predicted[time]);
    });

    test.each(CEILINGS)("predicts an upper bound of %s", (ceiling) => {
      const { predicted, measured } = comparison;
      expect(measured[ceiling]).toBeLessThan(predicted[ceiling]);
    });
  });
});
