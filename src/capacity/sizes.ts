import type { ResourcesModel } from "../cluster/resources";
import type { LokiModel } from "../loki/model";
import { snippet } from "../settings/snippet";
import { ByteSize } from "../units";
import { GO_MEMORY_SHARE, LIVE_SHARE } from "./constants";
import type { Demand } from "./demand";
import { liveHeap, residentMemory } from "./memory";
import { logSize, tmpfsFor } from "./write-ahead-log";

/** Sizes that depend on one another. */
export interface Sizes {
  readonly wal: ByteSize;
  readonly memoryRequest: ByteSize;
  readonly memoryLimit: ByteSize;
}

type Given = Pick<LokiModel, "wal"> & {
  readonly resources: Pick<ResourcesModel, "memoryRequest" | "memoryLimit">;
};

/** The sizes that carry a load, in whole mebibytes and none below what is given: a larger log wants a larger limit. */
export function sizesFor(demand: Demand, { wal: given, resources }: Given): Sizes {
  const log = logSize(demand);
  const live = liveHeap(demand);
  const wal = given.size.orMore(tmpfsFor(log));
  // Two more, because Go is told its share in whole mebibytes, rounded down.
  const heap = live
    .scaled(1 / (LIVE_SHARE * GO_MEMORY_SHARE))
    .inMebibytes()
    .plus(ByteSize.mebibytes(2));
  const limit = resources.memoryLimit.orMore(wal.plus(heap));
  const used = residentMemory(live, limit.minus(wal).times(GO_MEMORY_SHARE)).plus(log);
  const memoryRequest = resources.memoryRequest.orMore(used.inMebibytes());
  return { wal, memoryRequest, memoryLimit: limit.orMore(memoryRequest) };
}

/** What a person would write to have these sizes. */
export function writtenSizes({ wal, memoryRequest, memoryLimit }: Sizes): string {
  return snippet({
    "loki.wal.size": wal.snippet(),
    "loki.resources.memoryRequest": memoryRequest.snippet(),
    "loki.resources.memoryLimit": memoryLimit.snippet(),
  });
}
