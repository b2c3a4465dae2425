import { deploymentOf } from "../deployment";
import { resolveModel } from "../model";
import type { Command } from "./command";
import { DIRECT_URLS, LOOK, LOOK_USAGE, lookOptions } from "./look-options";

/** Looks whether a cluster has what an apply needs. */
export const preflight: Command = {
  name: "preflight",
  usage: `preflight ${LOOK_USAGE}
             [--alertmanager-url <url>]]`,
  options: { ...LOOK, "alertmanager-url": DIRECT_URLS["alertmanager-url"] },
  run: async (settings, root, values) => {
    const model = resolveModel(settings, root);
    const options = lookOptions(values, "preflight", model);
    const alertmanager = options.urls["alertmanager-url"] ?? null;
    const { preparation } = await import("../preflight/run");
    const { look } = await import("../live/look");
    await look(preparation(deploymentOf(model, root), { alertmanager }), { model, root }, options);
  },
};
