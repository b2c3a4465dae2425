import { type ByteSize, Duration } from "../../units";
import type { Block } from "../syntax";
import { exported, forwardTo, type LogsReceiver, type Receivers } from "./component";

export interface ProcessProps {
  readonly stages: readonly [ProcessStage, ...ProcessStage[]];
  readonly forwardTo: Receivers;
}

/** A stage of loki.process. @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.process/#blocks */
export interface ProcessStage extends Block {
  readonly name: `stage.${string}`;
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

/**
 * Parses the lines of containerd and CRI-O into time, stream and text, and joins lines that the runtime split.
 * Truncates lines above the maximum size, which Alloy would otherwise buffer without a limit.
 */
export function stageCri(maxLineSize: ByteSize): ProcessStage {
  return {
    name: "stage.cri",
    attributes: { max_partial_line_size: maxLineSize.toBytes(), max_partial_line_size_truncate: true },
  };
}

/** Parses the lines of Docker's json-file driver into time, stream and text. */
export function stageDocker(): ProcessStage {
  return { name: "stage.docker" };
}

export function stageLabelDrop(comment: string, ...labels: readonly string[]): ProcessStage {
  return { name: "stage.label_drop", comment, attributes: { values: labels } };
}

/** Moves labels to structured metadata: queries can still filter by them, but they create no streams. */
export function stageStructuredMetadata(comment: string, ...labels: readonly string[]): ProcessStage {
  const values = Object.fromEntries(labels.map((label) => [label, ""]));
  return { name: "stage.structured_metadata", comment, attributes: { values } };
}

export interface DropProps {
  readonly comment: string;
  /** The value of "reason" in loki_process_dropped_lines_total. */
  readonly name: string;
}

export function stageDropOlderThan(age: Duration, { comment, name }: DropProps): ProcessStage {
  return { name: "stage.drop", comment, attributes: { older_than: `${age}`, drop_counter_reason: name } };
}

/** @param selector a LogQL stream selector with line filters */
export function stageDropMatching(selector: string, { comment, name }: DropProps): ProcessStage {
  return { name: "stage.match", comment, attributes: { selector, action: "drop", drop_counter_reason: name } };
}

export interface LimitProps {
  readonly comment: string;
  /** Lines per second. */
  readonly rate: number;
  readonly burst: number;
  /** Each value of this label has a limit of its own. Lines without the label have none. */
  readonly label: string;
}

/**
 * Drops lines above a rate. Alloy counts them by the label's value in loki_process_dropped_lines_by_label_total. Without
 * drop, it would hold back every line behind them.
 */
export function stageLimitByLabel({ comment, rate, burst, label }: LimitProps): ProcessStage {
  return { name: "stage.limit", comment, attributes: { rate, burst, drop: true, by_label_name: label } };
}

/** Runs stages on the lines that a selector matches. The other lines pass unchanged. */
export function stageMatch(selector: string, stages: readonly [ProcessStage, ...ProcessStage[]]): ProcessStage {
  return { name: "stage.match", attributes: { selector }, blocks: stages };
}

/**
 * A batch, as by default. Loki's smallest burst admits it.
 * @see LARGEST_REQUEST
 */
const BATCH = "1MiB";

/** Alloy's default of five minutes would delay every alert after an outage. */
const MAX_BACKOFF = Duration.seconds(30);

/**
 * Sends lines to Loki and retries until Loki accepts them, so lines wait in the nodes' files during an outage. By
 * default Alloy drops a batch after ten attempts.
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/
 */
export function lokiWrite(label: string, { url }: { readonly url: string }): LogsReceiver {
  const name = "loki.write";
  return {
    block: {
      name,
      label,
      blocks: [
        {
          name: "endpoint",
          attributes: { url, batch_size: BATCH, max_backoff_period: `${MAX_BACKOFF}`, max_backoff_retries: 0 },
        },
      ],
    },
    upstream: [],
    downstream: [],
    receiver: exported(name, label, "receiver"),
  };
}
