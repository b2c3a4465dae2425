import { demandOf } from "../../src/capacity/demand";
import { sizesFor } from "../../src/capacity/sizes";
import { lastingStreams } from "../../src/capacity/streams";
import type { Model } from "../../src/model";
import type { Settings } from "../../src/settings/settings";
import { exampleModel } from "../../test/helpers/example";
import type { Load } from "./load";

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
