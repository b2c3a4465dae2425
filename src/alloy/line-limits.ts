import type { LoadModel } from "../cluster/model";
import type { LimitsModel } from "../loki/model";
import { type ByteSize, Duration } from "../units";

/** A token bucket of lines: how many pass at once, and how many more in each second. */
export interface LineLimit {
  readonly rate: number;
  readonly burst: number;
}

/** What an agent sends of one namespace, or of one transport of a journal. It drops more lines, and counts them. */
export interface LineLimits {
  /** Protects the other senders, in any second. */
  readonly share: LineLimit;
  /** Protects the volume, over days. */
  readonly volume: LineLimit;
}

/**
 * The fraction of what Loki admits and of what the volume holds that a namespace may take on a node. While it takes all of
 * it, Loki still rejects nothing.
 */
const SHARE = 0.5;

const DAY = Duration.hours(24);

/**
 * Alloy counts lines, not bytes, so the limits assume the declared length of a line, as truncated. Loki's limit counts
 * bytes: it holds back an agent whose lines are longer.
 * @see docs/decisions/0029-agents-drop-by-namespace.md
 */
export function lineLimits(limits: LimitsModel, { bytesPerDay, bytesPerLine }: LoadModel): LineLimits {
  const line = bytesPerLine.orLess(limits.maxLineSize);
  const lines = (size: ByteSize) => Math.max(1, Math.floor(size.dividedBy(line)));
  const perDay = lines(limits.bytesPerDay.scaled(SHARE).orMore(bytesPerDay));
  return {
    share: { rate: lines(limits.ingestionRate.scaled(SHARE)), burst: lines(limits.ingestionBurst.scaled(SHARE)) },
    volume: { rate: Math.max(1, Math.floor(perDay / DAY.toSeconds())), burst: perDay },
  };
}
