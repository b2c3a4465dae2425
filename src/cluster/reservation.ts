import type { Model } from "../model";
import { workloads } from "../stack/workloads";
import { ByteSize, Cpu } from "../units";

/** What all pods of the plan ask for together. */
export interface Reservation {
  readonly memory: ByteSize;
  readonly cpu: Cpu;
  readonly pods: number;
}

/** What they ask for at most, which is during a rollout. */
export function reservationOf(model: Model): Reservation {
  const all = workloads(model).map(({ pods, surge, resources }) => ({ pods: pods + surge, resources }));
  return {
    memory: all
      .map(({ pods, resources }) => resources.memoryRequest.scaled(pods))
      .reduce((sum, part) => sum.plus(part), ByteSize.bytes(0)),
    cpu: all
      .map(({ pods, resources }) => resources.cpuRequest.times(pods))
      .reduce((sum, part) => sum.plus(part), Cpu.millicores(0)),
    pods: all.map((workload) => workload.pods).reduce((sum, count) => sum + count),
  };
}
