import { loadStack } from "../stack/rendered-stack";
import type { Command } from "./command";
import {
  DIAGNOSTIC_OPTIONS,
  DIAGNOSTIC_USAGE,
  readDiagnosticOptions,
  runDiagnostics,
  URL_OPTIONS,
} from "./diagnostics";

/** Follows a line through the cluster, to the alert. */
export const verify: Command = {
  name: "verify",
  usage: `verify ${DIAGNOSTIC_USAGE}
             [--read-only] ${Object.keys(URL_OPTIONS)
               .map((name) => `[--${name} <url>]`)
               .join(" ")}]`,
  options: { ...DIAGNOSTIC_OPTIONS, ...URL_OPTIONS },
  run: async (settings, root, parsed) => {
    const stack = loadStack(settings, root);
    const { model } = stack;
    const options = readDiagnosticOptions(parsed, "verify", model);
    const { verifySuite } = await import("../verify");
    await runDiagnostics(verifySuite(stack, options), { model, root }, options);
  },
};
