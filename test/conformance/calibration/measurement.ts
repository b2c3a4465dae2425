import { ByteSize } from "../../../src/units";
import { exampleModel } from "../../helpers/example";
import { withLoki } from "../with-loki";
import type { Figures } from "./figures";
import { type First, type Last, Lives, type Second } from "./lives";
import type { Load } from "./load";
import type { Facts } from "./prediction";

/** What the loads need beyond Loki's defaults: text that came in during a day is written in seconds. */
const UNLIMITED = [
  ...["-distributor.ingestion-rate-limit-mb=1000", "-distributor.ingestion-burst-size-mb=1000"],
  ...["-ingester.per-stream-rate-limit=1GB", "-ingester.per-stream-rate-limit-burst=1GB"],
];

/** A file system with blocks of 4 KiB and folders that take one. */
const DISK = { kind: "image", size: ByteSize.gibibytes(1) } as const;

const MEBIBYTE = 2 ** 20;

export interface Measurement {
  readonly facts: Facts;
  readonly figures: Figures;
}

export async function measure(load: Load, binary: string): Promise<Measurement> {
  const model = exampleModel({ loki: { patterns: load.patterns } });
  return withLoki({ binary, model, disk: DISK, flags: UNLIMITED }, async (loki) => {
    const lives = new Lives(loki, model);
    const first = await lives.first(load);
    const second = await lives.second();
    const last = await lives.last();
    return { facts: first.facts, figures: figuresOf(load, first, second, last) };
  });
}

function figuresOf({ patterns }: Load, first: First, second: Second, last: Last): Figures {
  // Patterns are in no log. Where none are found nothing has gone, but blocks that come back have tighter buffers.
  const heapWithoutPatterns = patterns ? last.heap : first.heap;
  return {
    "MiB of live heap without a load": first.emptyHeap / MEBIBYTE,
    "MiB of live heap for streams and text": (heapWithoutPatterns - first.emptyHeap) / MEBIBYTE,
    "MiB of live heap for patterns": (first.heap - heapWithoutPatterns) / MEBIBYTE,
    "MiB of the process at its peak": first.peak / MEBIBYTE,
    "MiB of segments": first.segments / MEBIBYTE,
    "MiB of a checkpoint": second.checkpoint / MEBIBYTE,
    "files of chunks": last.chunks.files,
    "MiB of files on the volume": last.volume.bytes / MEBIBYTE,
    "MiB that the files take": last.volume.allocated / MEBIBYTE,
    "seconds to read segments": second.reading,
    "seconds to read a checkpoint": last.reading,
    "seconds to flush": last.flush,
  };
}
