import { ByteSize } from "../../src/units";
import { findTool } from "../../test/components/available";
import { canMount } from "../../test/components/sandbox";
import { readOptions } from "./options";
import { report, writeDocs } from "./report/page";
import { measure } from "./results";

/** Measures and prints the bytes that Loki writes to its volume, with the stack's tuning and with others. */
async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const binary = findTool("loki");
  if (binary === null || !canMount()) {
    console.log("not measured: Loki, and Linux as root are required");
    return;
  }
  // The progress goes to stderr, so stdout contains only the result.
  const results = await measure(binary, options, (text) => process.stderr.write(`${text}\n`));
  console.log(options.json ? JSON.stringify(results, plain, 2) : report(results));
  if (options.writeDocs) writeDocs(results);
}

function plain(_key: string, value: unknown): unknown {
  return ByteSize.is(value) ? value.toBytes() : value;
}

run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
