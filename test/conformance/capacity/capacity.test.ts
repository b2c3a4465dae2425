import { describeWith } from "../../components/available";
import { LOKI_ON_AN_IMAGE, lokiOnImages } from "../../components/loki";
import type { Load } from "./load";
import { measure } from "./measurement";
import { type Comparison, FIGURES, type FigureName, miss, predict, table } from "./prediction";

const QUARTER = 0.25;

/** What a slow machine that does other things meanwhile may take beside the one that was measured. */
const TIMES_AS_LONG = 20;

const READING: readonly FigureName[] = ["seconds to read segments", "seconds to read a checkpoint"];

/** Go's heap grows as it likes below its limit; and the model reckons with NFS, not with this machine's disk. */
const CEILINGS: readonly FigureName[] = ["MiB of the process at its peak", "seconds to flush"];

const SIZES = FIGURES.filter((name) => !READING.includes(name) && !CEILINGS.includes(name));

interface Run {
  readonly name: string;
  readonly load: Load;
  /** Of the sizes those that the model doesn't tell of such a load. */
  readonly except: readonly FigureName[];
}

const RUNS: readonly Run[] = [
  {
    name: "10,000 streams with a line each",
    load: { streams: 10_000, bytesPerStream: 0, patterns: false },
    // The first record of a stream names its labels, for which the model has no term. What it reckons for the index holds
    // the index's own log and what compaction writes, of which a run that ends leaves nothing.
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
      const { facts, figures } = await measure(load, binary);
      comparison = { predicted: predict(load, facts), measured: figures };
      compared.set(name, comparison);
    });

    test.each(SIZES.filter((size) => !except.includes(size)))("%s: predicted within a quarter", (size) => {
      expect(Math.abs(miss(comparison, size))).toBeLessThan(QUARTER);
    });

    test.each(READING)("%s: of the predicted order", (time) => {
      const { predicted, measured } = comparison;
      expect(measured[time]).toBeLessThan(TIMES_AS_LONG * predicted[time]);
    });

    test.each(CEILINGS)("%s: no more than predicted", (ceiling) => {
      const { predicted, measured } = comparison;
      expect(measured[ceiling]).toBeLessThan(predicted[ceiling]);
    });
  });
});
