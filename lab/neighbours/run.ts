import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { alloyOnNodes } from "../../test/components/alloy";
import { findTool } from "../../test/components/available";
import { lokiForPods } from "../../test/components/loki";
import { exampleModel } from "../../test/helpers/example";
import { type Measurement, measure } from "./measure";
import { report } from "./report";
import { VARIANT_NAMES, type VariantName, variant } from "./variants";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "7" },
    rate: { type: "string", default: "4.5" },
    "line-bytes": { type: "string", default: "200" },
    variants: { type: "string", default: VARIANT_NAMES.join(",") },
    json: { type: "boolean", default: false },
  },
});

/** Measures the lag of quiet containers and journals while a container on one node writes without pause. */
async function run(): Promise<void> {
  const [loki, alloy, alertmanager] = [lokiForPods(), alloyOnNodes(), findTool("alertmanager")];
  if (loki === null || alloy === null || alertmanager === null) {
    console.log("not measured: Loki, Alloy, Alertmanager and Linux as root are required");
    return;
  }
  const minutes = positive("minutes", values.minutes);
  const noise = {
    bytesPerSecond: 1e6 * positive("rate", values.rate),
    bytesPerLine: positive("line-bytes", values["line-bytes"]),
  };
  const measurements: Measurement[] = [];
  for (const name of values.variants.split(",").map(variantName)) {
    const binaries = { loki, alloy, alertmanager };
    measurements.push(await measure({ binaries, variant: variant(name, exampleModel()), minutes, noise }));
  }
  if (values.json) {
    console.log(JSON.stringify(measurements, null, 2));
    return;
  }
  console.log(
    `A container writes ${values.rate} MB/s for ${minutes} min; ${availableParallelism()} CPUs, load average ${loadavg()[0]?.toFixed(1)} at the end.\n`,
  );
  console.log(report(measurements));
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${option}: got "${text}", expected a positive number`);
  return number;
}

function variantName(text: string): VariantName {
  const name = VARIANT_NAMES.find((one) => one === text);
  if (name === undefined) throw new Error(`--variants: got "${text}", expected some of ${VARIANT_NAMES.join(", ")}`);
  return name;
}

run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
