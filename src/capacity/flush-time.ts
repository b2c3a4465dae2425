import { Duration } from "../units";
import { FLUSH_OF_FULL, FLUSH_PER_STREAM } from "./constants";

/** Ending the requests under way, before the flush. */
export const STOP = Duration.seconds(30);

/** How long a stopping Loki takes to write out the chunks of so many streams, in whole seconds. */
export function flushTime(streams: number): Duration {
  return Duration.seconds(FLUSH_OF_FULL.plus(FLUSH_PER_STREAM.times(streams)).toSeconds());
}
