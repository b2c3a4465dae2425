import { resolveModel } from "../model";
import { renderStack } from "../stack/rendered-stack";
import type { Command } from "./command";
import { DIRECT_URLS, LOOK, LOOK_USAGE, lookOptions, requireReporter } from "./diagnostics-options";

/** Looks whether a cluster has what an apply needs. */
export const preflight: Command = {
  name: "preflight",
  usage: `preflight ${LOOK_USAGE}
             [--alertmanager-url <url>]]`,
  options: { ...LOOK, "alertmanager-url": DIRECT_URLS["alertmanager-url"] },
  run: async (settings, root, values) => {
    const model = resolveModel(settings, root);
    const options = lookOptions(values, "preflight", model);
    await requireReporter(options);
    const alertmanager = options.urls["alertmanager-url"] ?? null;
    const { preparation } = await import("../preflight/run");
    const { look } = await import("../diagnostics/look");
    await look(preparation(renderStack(model, root), { alertmanager }), { model, root }, options);
  },
};
