import { statfsSync } from "node:fs";
import { join } from "node:path";
import { demandOf } from "../../src/capacity/capacity";
import { longLivedStreams } from "../../src/capacity/demand";
import { sizesFor } from "../../src/capacity/sizes";
import { SINGLE_TENANT } from "../../src/loki/layout";
import type { Model } from "../../src/model";
import type { Settings } from "../../src/settings/settings";
import { ByteSize } from "../../src/units";
import { RunningLoki } from "../../test/components/loki";
import { type FolderSize, folderSize } from "../../test/components/loki-volume";
import { until } from "../../test/components/until";
import { exampleModel } from "../../test/helpers/example";
import { deviceWrites, type Reading, read, residentBytes } from "./counters";
import type { Load } from "./options";
import { flagsOf, type Tuning } from "./tunings";

/** Larger than any tuning needs. The image is sparse. */
const VOLUME = ByteSize.gibibytes(16);

const FLUSHED = { seconds: 600 };

/** The benchmark needs no alerts, which write nothing to the volume. The ruler only needs its folder. */
const NO_RULES = { "none.yaml": "groups: []\n" };

interface CandidateProps {
  readonly binary: string;
  readonly model: Model;
  readonly tuning: Tuning;
  readonly speed: number;
}

/** A Loki with one of the tunings, on its own volume. */
export class Candidate {
  private peak = { process: 0, withLog: 0 };

  private constructor(
    readonly tuning: Tuning,
    readonly loki: RunningLoki,
    private readonly model: Model,
  ) {}

  static async start({ binary, model, tuning, speed }: CandidateProps): Promise<Candidate> {
    const loki = await RunningLoki.start({
      binary,
      model: { ...model, alerting: { ...model.alerting, files: [] } },
      rules: NO_RULES,
      disk: { kind: "image", size: VOLUME },
      flags: flagsOf(tuning, speed),
    });
    return new Candidate(tuning, loki, model);
  }

  read(): Promise<Reading> {
    return read(this.loki, this.volume);
  }

  /** The bytes written to the volume's device. Loki need not run. */
  get deviceBytes(): number {
    return deviceWrites(this.volume).bytes;
  }

  get files(): { readonly chunks: FolderSize; readonly index: FolderSize } {
    const store = this.loki.at(this.model.loki.directories.chunks);
    return { chunks: folderSize(join(store, SINGLE_TENANT)), index: folderSize(join(store, "index")) };
  }

  /** Records the peak memory. */
  sampleMemory(): void {
    const process = residentBytes(this.loki.pid);
    const { blocks, bfree, bsize } = statfsSync(this.loki.at(this.model.loki.wal.directory));
    const withLog = process + (blocks - bfree) * bsize;
    this.peak = { process: Math.max(this.peak.process, process), withLog: Math.max(this.peak.withLog, withLog) };
  }

  /** The peak memory in bytes: of the process alone, and including the tmpfs of its log. */
  get peakMemory(): { readonly process: number; readonly withLog: number } {
    return this.peak;
  }

  /** Flushes every chunk. */
  async flush(): Promise<void> {
    await this.loki.api.flush();
    await until("Loki flushes every chunk", FLUSHED, async () => {
      const metrics = await this.loki.api.metrics();
      return metrics.sum("loki_ingester_memory_chunks") === 0;
    });
  }

  async remove(): Promise<void> {
    await this.loki.remove();
  }

  private get volume(): string {
    return this.loki.at(this.model.loki.directories.data);
  }
}

const NODES = 1;

/** Returns the model for a load: the defaults, with more memory if the capacity model requires it. */
export function modelFor(load: Load): Model {
  const settings = settingsFor(load);
  const { loki, ...model } = exampleModel(settings);
  const { wal, memoryRequest, memoryLimit } = sizesFor(demandOf({ loki, ...model }), loki);
  return exampleModel({ ...settings, loki: { wal: { size: wal }, resources: { memoryRequest, memoryLimit } } });
}

/** Returns the numbers of pods and pod starts that result in the streams of the load. */
function settingsFor({ streams, endingStreamsPerDay, bytesPerDay }: Load): Partial<Settings> {
  const [ofNodes, ofPod] = [longLivedStreams({ pods: 0 }, NODES), longLivedStreams({ pods: 1 }, 0)];
  return {
    cluster: { nodes: NODES },
    load: {
      pods: Math.max(1, Math.round((streams - ofNodes) / ofPod)),
      podStartsPerDay: Math.round(endingStreamsPerDay / ofPod),
      bytesPerDay,
    },
  };
}
