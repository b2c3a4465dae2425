import { deploymentOf } from "../deployment";
import { resolveModel } from "../model";
import { UsageError } from "../usage-error";
import type { Command } from "./command";
import { LOOK, LOOK_USAGE, lookOptions, text, texts, type Values } from "./look-options";

const URLS = {
  "loki-url": { type: "string" },
  "alertmanager-url": { type: "string" },
  "grafana-url": { type: "string" },
} as const;

/** Follows a line through the cluster, to the alert. */
export const verify: Command = {
  name: "verify",
  usage: `verify ${LOOK_USAGE}
             [--read-only] ${Object.keys(URLS)
               .map((name) => `[--${name} <url>]`)
               .join(" ")}]`,
  options: { ...LOOK, ...URLS, "read-only": { type: "boolean" } },
  run: async (settings, root, values) => {
    const model = resolveModel(settings, root);
    const options = lookOptions(values, "verify", model);
    const urls = {
      loki: url(values, "loki-url"),
      alertmanager: url(values, "alertmanager-url"),
      grafana: url(values, "grafana-url"),
    };
    const { verification } = await import("../verify/run");
    const { look } = await import("../live/look");
    await look(verification(deploymentOf(model, root), urls, options.readOnly), { model, root }, options);
  },
};

function url(values: Values, name: keyof typeof URLS): string | null {
  const value = text(values, name);
  if (value === null) return null;
  if (!/^https?:/.test(value) || !URL.canParse(value)) throw new UsageError(`--${name} takes a URL, not "${value}"`);
  if (texts(values, "context").length > 1) throw new UsageError(`--${name} is that of one cluster`);
  return value;
}
