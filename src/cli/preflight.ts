import { loadStack } from "../stack/rendered-stack";
import type { Command } from "./command";
import {
  DIAGNOSTIC_OPTIONS,
  DIAGNOSTIC_USAGE,
  readDiagnosticOptions,
  runDiagnostics,
  URL_OPTIONS,
} from "./diagnostics";

/** Checks that a cluster meets the prerequisites of an apply and nothing conflicts. */
export const preflight: Command = {
  name: "preflight",
  usage: `preflight ${DIAGNOSTIC_USAGE}
             [--read-only] [--alertmanager-url <url>]]`,
  options: { ...DIAGNOSTIC_OPTIONS, "alertmanager-url": URL_OPTIONS["alertmanager-url"] },
  run: async (settings, root, parsed) => {
    const stack = loadStack(settings, root);
    const { model } = stack;
    const options = readDiagnosticOptions(parsed, "preflight", model);
    const { preflightSuite } = await import("../preflight");
    await runDiagnostics(preflightSuite(stack, options), { model, root }, options);
  },
};
