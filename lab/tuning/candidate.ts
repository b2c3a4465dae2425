import { statfsSync } from "node:fs";
import { join } from "node:path";
import { demandOf } from "../../src/capacity/capacity";
import { lastingStreams } from "../../src/capacity/demand";
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

/** More than any of them holds. The image takes no more of the machine's disk than what is in it. */
const VOLUME = ByteSize.gibibytes(16);

const FLUSHED = { seconds: 600 };

/** Alerts write nothing to the volume, and here there is nobody to tell. The ruler wants its folder to exist. */
const NO_RULES = { "none.yaml": "groups: []\n" };

export interface CandidateProps {
  readonly binary: string;
  readonly model: Model;
  readonly tuning: Tuning;
  readonly speed: number;
}

/** A Loki with one of the tunings, on a volume of its own. */
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

  /** What the volume's device has been told to write; Loki needn't run. */
  get deviceBytes(): number {
    return deviceWrites(this.volume).bytes;
  }

  get files(): { readonly chunks: FolderSize; readonly index: FolderSize } {
    const store = this.loki.at(this.model.loki.directories.chunks);
    return { chunks: folderSize(join(store, SINGLE_TENANT)), index: folderSize(join(store, "index")) };
  }

  /** Notes how much memory is in use. */
  look(): void {
    const process = residentBytes(this.loki.pid);
    const { blocks, bfree, bsize } = statfsSync(this.loki.at(this.model.loki.wal.directory));
    const withLog = process + (blocks - bfree) * bsize;
    this.peak = { process: Math.max(this.peak.process, process), withLog: Math.max(this.peak.withLog, withLog) };
  }

  /** The most memory that it was seen to use, in bytes: the process alone, and with the tmpfs of its log. */
  get peakMemory(): { readonly process: number; readonly withLog: number } {
    return this.peak;
  }

  /** Writes out every chunk. */
  async flush(): Promise<void> {
    await this.loki.api.flush();
    await until("every chunk is on the volume", FLUSHED, async () => {
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

/** The plan for a load: all defaults, but as much memory as the capacity model asks for where that is more. */
export function modelFor(load: Load): Model {
  const settings = settingsFor(load);
  const { loki, ...model } = exampleModel(settings);
  const { wal, memoryRequest, memoryLimit } = sizesFor(demandOf({ loki, ...model }), loki);
  return exampleModel({ ...settings, loki: { wal: { size: wal }, resources: { memoryRequest, memoryLimit } } });
}

/** So many pods, and so many that start in a day, that they have the load's streams. */
function settingsFor({ streams, endingStreamsPerDay, bytesPerDay }: Load): Partial<Settings> {
  const [ofNodes, ofPod] = [lastingStreams({ pods: 0 }, NODES), lastingStreams({ pods: 1 }, 0)];
  return {
    cluster: { nodes: NODES },
    load: {
      pods: Math.max(1, Math.round((streams - ofNodes) / ofPod)),
      podStartsPerDay: Math.round(endingStreamsPerDay / ofPod),
      bytesPerDay,
    },
  };
}
