import type { Duration } from "../../units";
import { exported, type LogsReceiver } from "./component";

export interface WriteProps {
  readonly url: string;
  readonly maxBackoff: Duration;
}

/**
 * Sends lines to Loki, and again until Loki takes them: an outage waits in the nodes' files, not in a queue that
 * gives up after ten attempts.
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/
 */
export function lokiWrite(label: string, { url, maxBackoff }: WriteProps): LogsReceiver {
  const name = "loki.write";
  return {
    block: {
      name,
      label,
      blocks: [{ name: "endpoint", attributes: { url, max_backoff_period: `${maxBackoff}`, max_backoff_retries: 0 } }],
    },
    upstream: [],
    downstream: [],
    receiver: exported(name, label, "receiver"),
  };
}
