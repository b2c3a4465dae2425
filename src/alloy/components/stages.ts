import type { ByteSize, Duration } from "../../units";
import type { Block } from "../syntax/ast";

/** A step of loki.process. @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.process/#blocks */
export interface Stage extends Block {
  readonly name: `stage.${string}`;
}

/**
 * Splits the lines of containerd and CRI-O into time, stream and text, and joins what the runtime split.
 * A line that never ends is cut, where by default it would grow in memory for ever.
 */
export function stageCri(maxLineSize: ByteSize): Stage {
  return {
    name: "stage.cri",
    attributes: { max_partial_line_size: maxLineSize.toBytes(), max_partial_line_size_truncate: true },
  };
}

/** Splits the lines of Docker's json-file driver into time, stream and text. */
export function stageDocker(): Stage {
  return { name: "stage.docker" };
}

export function stageLabelDrop(comment: string, ...labels: readonly string[]): Stage {
  return { name: "stage.label_drop", comment, attributes: { values: labels } };
}

/** Moves a label to the line's structured metadata, where it can be filtered by and makes no stream. */
export function stageStructuredMetadata(comment: string, label: string): Stage {
  return { name: "stage.structured_metadata", comment, attributes: { values: { [label]: "" } } };
}

export interface DropProps {
  readonly comment: string;
  /** The value of "reason" in loki_process_dropped_lines_total. */
  readonly name: string;
}

export function stageDropOlderThan(age: Duration, { comment, name }: DropProps): Stage {
  return { name: "stage.drop", comment, attributes: { older_than: `${age}`, drop_counter_reason: name } };
}

/** @param selector a LogQL stream selector with line filters */
export function stageDropMatching(selector: string, { comment, name }: DropProps): Stage {
  return { name: "stage.match", comment, attributes: { selector, action: "drop", drop_counter_reason: name } };
}
