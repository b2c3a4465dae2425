import { Duration } from "../../units";
import { exported, type LogsReceiver } from "./component";

/** How long a sender waits at most before it tries again; Alloy's own five minutes would delay every alert after an outage. */
const MAX_BACKOFF = Duration.seconds(30);

export interface WriteProps {
  readonly url: string;
}

/**
 * Sends lines to Loki, and again until Loki takes them: an outage waits in the nodes' files, not in a queue that
 * gives up after ten attempts.
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/
 */
export function lokiWrite(label: string, { url }: WriteProps): LogsReceiver {
  const name = "loki.write";
  return {
    block: {
      name,
      label,
      blocks: [{ name: "endpoint", attributes: { url, max_backoff_period: `${MAX_BACKOFF}`, max_backoff_retries: 0 } }],
    },
    upstream: [],
    downstream: [],
    receiver: exported(name, label, "receiver"),
  };
}
