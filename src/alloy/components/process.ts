import { exported, forwardTo, type LogsReceiver, type Receivers } from "./component";
import type { Stage } from "./stages";

export interface ProcessProps {
  readonly stages: readonly [Stage, ...Stage[]];
  readonly forwardTo: Receivers;
}

/** @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.process/ */
export function lokiProcess(label: string, { stages, forwardTo: receivers }: ProcessProps): LogsReceiver {
  const name = "loki.process";
  return {
    block: { name, label, attributes: forwardTo(receivers), blocks: stages },
    upstream: [],
    downstream: receivers,
    receiver: exported(name, label, "receiver"),
  };
}
