import { availableParallelism } from "node:os";
import { ByteSize } from "../../src/units";
import versions from "../../src/versions.json";
import { findTool } from "../../test/components/available";
import { canMount } from "../../test/components/sandbox";
import { killed, queried } from "./day-in-memory";
import type { Load } from "./options";
import { type Options, readOptions } from "./options";
import { type Race, race } from "./race";
import { report, writeDocs } from "./report/page";
import type { Results } from "./results";

/** Measures what Loki writes to its volume with the plan's tuning and with others, and prints it. */
async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const binary = findTool("loki");
  if (binary === null || !canMount()) {
    console.log("not measured: that takes Loki, and Linux as root");
    return;
  }
  const results = await measure(binary, options);
  console.log(options.json ? JSON.stringify(results, plain, 2) : report(results));
  if (options.writeDocs) writeDocs(results);
}

async function measure(binary: string, { loads, days, speeds, day, repeats }: Options): Promise<Results> {
  const races: Race[] = [];
  const others: Race[] = [];
  const raceOf = (load: Load) => {
    tell(`${load.name} at ${load.speed} times the clock`);
    return race({ binary, load, days });
  };
  for (const load of loads) races.push(await raceOf(load));
  for (const load of speeds) others.push(await raceOf(load));
  tell("questions about a day, and the start after a kill");
  return {
    loki: versions.tools.loki,
    cpus: availableParallelism(),
    races,
    speeds: [...races.filter(({ load }) => speeds.some(({ name }) => name === load.name)), ...others],
    queried: await queried(binary, day.queried, repeats),
    killed: await killed(binary, day.killed),
  };
}

/** What takes so long: not for whoever reads the result. */
function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

function plain(_key: string, value: unknown): unknown {
  return ByteSize.is(value) ? value.toBytes() : value;
}

run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
