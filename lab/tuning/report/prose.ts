import { BYTES_OF_ENDING } from "../cluster";
import type { Race } from "../race";
import type { Results } from "../results";
import { grouped } from "./figures";
import { missingCheckpoints } from "./reasons";

export function method({ races }: Results): readonly string[] {
  const compression = races.map(({ textBytes, outcomes }) => textBytes / (outcomes[0]?.day.chunkBytes ?? Number.NaN));
  const [least, most] = [Math.min(...compression), Math.max(...compression)].map((factor) => factor.toFixed(1));
  return [
    "Under each load one Loki of each tuning runs at the same time, and every line goes to all of them. Each has its volume on an ext4 image of its own. The bytes are those that the image's block device has been told to write, after a `sync`, by the kernel's count (/sys/dev/block/…/stat): the file system's journal and metadata are in them.",
    'A day of log time passes in minutes: at a speed of 288, in five. Loki compares a chunk\'s age, and the synchronization, with the times of lines, so these settings stay as they are. What goes by the clock (idle and retain period, flush check, checkpoint, index, compaction) is divided by the speed. Where the machine is too slow, log time stands still rather than let late lines come all at once: "speed reached" tells.',
    "A chunk that stays in memory for a day must not count as spared. So half an hour more than the plan's idle period goes by first, and then one whole day is counted: in it each lasting stream's chunk comes of age as often as in any day (the plan's at the 24th hour, all at once), and as many streams go idle. \"With flush\" is another count, from the first line until all that is in memory is flushed, for each day of lines: it burdens long chunks most, as they are cut short.",
    `Lasting streams have sizes by Zipf's law (the second writes half as much as the first, the tenth a tenth) and events at random times (a Poisson process); a pod that ends writes ${grouped(BYTES_OF_ENDING)} bytes within ten minutes. The text comes from a seed, in four shapes (access log, klog, JSON, Java with stack traces), with the agents' labels. Its chunks are between ${least} and ${most} times smaller.`,
  ];
}

export function limits({ races, queried }: Results): readonly string[] {
  return [
    ...reservations(races),
    "The kernel's own intervals (dirty pages after 30 s, a journal commit every 5 s) stay as they are. In a real day a log on the volume is written back thousands of times, its last page again each time. This errs in favour of a log on the volume.",
    `A machine that is too slow makes fewer checkpoints than it should: at worst ${missingCheckpoints(races)} of those of a log on the volume were missing. This errs in its favour, too.`,
    "The volume is a local file system. On NFS the server's file system makes these writes, and an fsync takes longer.",
    "Processor time contains the parsing of JSON, which agents don't send, and whatever else ran beside it. The pattern ingester forgets by the clock: its memory is not that of a real day.",
    `For loads that the plan's default sizes don't carry, tmpfs and memory are as large as the capacity model asks for. Cold answers are of a Loki that has just started, about files that the kernel has forgotten: ${queried.repeats.cold} for each query, and ${queried.repeats.asked} of each other kind.`,
    "A day has no night here: lines come at the same rate around the clock.",
  ];
}

const INDEX =
  "Loki makes a file of its index every 15 minutes of the clock, and that can't be set: a day that passes in minutes makes a few where a real one makes 96. This errs in favour of the plan where little else is written: with an index that kept pace with log time, measured once, the chart wrote 12 × (small), 3.0 × (quiet) and 11 × (usual) what the plan did (decisions/0012).";

/** What makes the figures of this run rough, and where. */
export function reservations(races: readonly Race[]): readonly string[] {
  return [INDEX, ...slow(races)];
}

/** Below this share of its speed a load's figures are rough. */
const KEPT_UP = 0.9;

function slow(races: readonly Race[]): readonly string[] {
  const late = races.filter(({ load, speed }) => speed < KEPT_UP * load.speed).map(({ load }) => load.name);
  if (late.length === 0) return [];
  return [
    `The machine was too slow for ${late.join(", ")}: log time had to wait, and what goes by the clock came too often there. These figures are rough. Lower speeds (--speed) and nothing else on the machine make them better.`,
  ];
}
