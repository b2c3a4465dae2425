import type { ResourcesModel } from "../cluster/resources";
import type { LokiModel } from "../loki/model";
import { snippet } from "../settings/snippet";
import { ByteSize } from "../units";
import { tmpfsFor } from "./admission";
import { GO_MEMORY_SHARE, MAX_LIVE_SHARE } from "./constants";
import type { Demand } from "./demand";
import { liveHeap, residentMemory } from "./memory";
import { logSize } from "./write-ahead-log";

/** Settings for memory sizes, which depend on each other. */
export interface Sizes {
  readonly wal: ByteSize;
  readonly memoryRequest: ByteSize;
  readonly memoryLimit: ByteSize;
}

type CurrentSizes = Pick<LokiModel, "wal"> & {
  readonly resources: Pick<ResourcesModel, "memoryRequest" | "memoryLimit">;
};

/** Returns sizes that support the load, in whole mebibytes. None is smaller than the current one. */
export function sizesFor(demand: Demand, { wal: current, resources }: CurrentSizes): Sizes {
  const log = logSize(demand);
  const live = liveHeap(demand);
  const wal = current.size.orMore(tmpfsFor(demand));
  // Adds 2 MiB, because GOMEMLIMIT is rounded down to whole mebibytes.
  const heap = live
    .scaled(1 / (MAX_LIVE_SHARE * GO_MEMORY_SHARE))
    .inMebibytes()
    .plus(ByteSize.mebibytes(2));
  const limit = resources.memoryLimit.orMore(wal.plus(heap));
  const used = residentMemory(live, limit.minus(wal).times(GO_MEMORY_SHARE)).plus(log);
  const memoryRequest = resources.memoryRequest.orMore(used.inMebibytes());
  return { wal, memoryRequest, memoryLimit: limit.orMore(memoryRequest) };
}

/** Returns the settings that result in these sizes. */
export function sizesSnippet({ wal, memoryRequest, memoryLimit }: Sizes): string {
  return snippet({
    "loki.wal.size": wal.snippet(),
    "loki.resources.memoryRequest": memoryRequest.snippet(),
    "loki.resources.memoryLimit": memoryLimit.snippet(),
  });
}
