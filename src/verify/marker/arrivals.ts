import { poll } from "../../kube/poll";
import type { Duration } from "../../units";
import type { Probe } from "../drill";

/** When the lines of a drill's pods are first seen in Loki. */
export class Arrivals {
  /** By the pod, on the clock of the probes. */
  readonly seenAt = new Map<string, number>();

  /** @param podsInLoki asks for the pods whose line is in Loki */
  constructor(private readonly podsInLoki: (signal: AbortSignal) => Promise<readonly string[]>) {}

  async look(signal: AbortSignal): Promise<void> {
    for (const pod of await this.podsInLoki(signal)) {
      if (!this.seenAt.has(pod)) this.seenAt.set(pod, performance.now());
    }
  }

  /** Those whose line is written, and not in Loki. */
  underway(probes: readonly Probe[]): readonly Probe[] {
    return probes.filter(({ pod, wroteAt }) => wroteAt !== null && !this.seenAt.has(pod));
  }

  async wait(probes: readonly Probe[], within: Duration, signal: AbortSignal): Promise<void> {
    const isEnough = () => this.underway(probes).length === 0;
    await poll({ request: () => this.look(signal), isEnough, timeout: within, signal });
  }
}
