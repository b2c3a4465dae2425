import type { V1Pod } from "@kubernetes/client-node";
import { EVENTS_JOB } from "../../../../src/alloy/jobs";
import { type LokiApi, nanoseconds } from "../../loki-api";

/** Stand-in for the collector of events: sends the start of each pod in the words and with the labels of the real one. */
export class EventsCollector {
  /** False for one that found no API server at its start. */
  isWatching = true;

  constructor(private readonly loki: LokiApi) {}

  read({ metadata }: V1Pod): void {
    if (!this.isWatching) return;
    const labels = { job: EVENTS_JOB, namespace: metadata?.namespace ?? "" };
    const line = `name=${metadata?.name} kind=Pod reason=Started type=Normal count=1 msg="Container started"`;
    void this.loki.post([{ labels, entries: [[`${nanoseconds(Date.now())}`, line]] }]);
  }
}
