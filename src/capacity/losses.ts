import type { Model } from "../model";
import { Duration } from "../units";
import { capacityOf } from "./capacity";
import { demandOf } from "./demand";

export interface Loss {
  readonly event: string;
  /** What is gone for ever, "nothing" where it is nothing. */
  readonly lost: string;
  readonly because: string;
}

/** The kubelet's defaults: a container's file is rotated at 10 MiB, and five of them are kept. */
const KEPT_BY_KUBELET = 50 * 2 ** 20;

const OUTAGE = Duration.hours(1);

/** What is lost in which event, of the declared load. */
export function losses(model: Model): readonly Loss[] {
  const { load, loki } = model;
  const { unflushed, flush } = capacityOf(demandOf(model));
  const fits = !flush.isLongerThan(loki.gracePeriod);
  const all = `up to ${loki.ingester.maxChunkAge} of lines, ${unflushed.toHumanString()} of text`;
  return [
    { event: "Loki's process is killed", lost: "nothing", because: "the write-ahead log outlives the container" },
    stopped("Loki's pod is deleted or rolled"),
    stopped("Loki's node is drained"),
    {
      event: "Loki's pod is evicted",
      lost: all,
      because: "an eviction for memory ends the pod without its grace period",
    },
    { event: "Loki's node is lost", lost: all, because: "what isn't flushed is in the memory of that node alone" },
    {
      event: "the volume is full",
      lost: "nothing while the log has room",
      because: `chunks stay in memory until they can be written; when the log is ${Math.round(loki.wal.fullThreshold * 100)} % full Loki refuses lines, and the agents wait`,
    },
    {
      event: "Loki is away for an hour",
      lost: `of a container that writes more than ${rotated()} in it, what is above`,
      because: `agents try again for ever, and lines wait in the nodes' files; an average container of this load writes ${perContainer(load)} in an hour`,
    },
  ];

  function stopped(event: string): Loss {
    if (!fits)
      return { event, lost: all, because: `the flush takes ${flush}, the grace period is ${loki.gracePeriod}` };
    return { event, lost: "nothing", because: `the flush takes ${flush} of the grace period of ${loki.gracePeriod}` };
  }
}

function rotated(): string {
  return `${KEPT_BY_KUBELET / 2 ** 20} MiB`;
}

function perContainer({ bytesPerDay, pods }: Model["load"]): string {
  return bytesPerDay.scaled(OUTAGE.toHours() / 24 / pods).toHumanString();
}
