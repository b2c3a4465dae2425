import { resolveModel } from "../model";
import { renderStack } from "../stack/rendered-stack";
import type { Command } from "./command";
import { DIRECT_URLS, LOOK, LOOK_USAGE, lookOptions, requireReporter } from "./diagnostics-options";

/** Follows a line through the cluster, to the alert. */
export const verify: Command = {
  name: "verify",
  usage: `verify ${LOOK_USAGE}
             [--read-only] ${Object.keys(DIRECT_URLS)
               .map((name) => `[--${name} <url>]`)
               .join(" ")}]`,
  options: { ...LOOK, ...DIRECT_URLS, "read-only": { type: "boolean" } },
  run: async (settings, root, values) => {
    const model = resolveModel(settings, root);
    const options = lookOptions(values, "verify", model);
    await requireReporter(options);
    const urls = {
      loki: options.urls["loki-url"] ?? null,
      alertmanager: options.urls["alertmanager-url"] ?? null,
      grafana: options.urls["grafana-url"] ?? null,
    };
    const { verification } = await import("../verify/run");
    const { look } = await import("../diagnostics/look");
    await look(verification(renderStack(model, root), urls, options.readOnly), { model, root }, options);
  },
};
