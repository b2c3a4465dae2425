/** What Loki is given: so many streams, of so many bytes of text on the average. */
export interface Load {
  readonly streams: number;
  /** Zero where each stream has one line. */
  readonly bytesPerStream: number;
  readonly patterns: boolean;
}

/**
 * The bytes of a stream. They differ, from next to nothing to twice the average, so that the blocks that streams are
 * filling are half full on the average, as the model takes them to be.
 */
export function bytesOf({ streams, bytesPerStream }: Load, stream: number): number {
  return (2 * bytesPerStream * (stream + 0.5)) / streams;
}
