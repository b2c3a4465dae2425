import { effectiveConfiguration } from "../../checks/loki/effective-configuration";
import { valueAt } from "../../checks/values";
import { withTimeout } from "../../kube/async";
import { ignoreNotFound } from "../../kube/errors";
import { HttpError } from "../../kube/http-service";
import { SettingsError } from "../../settings/settings-error";
import type { RenderedRelease } from "../../stack/rendered-stack";
import type { Values } from "../../terraform/chart-values";
import { escapeHelm } from "../../terraform/escape";
import { readMapping } from "../../terraform/yaml";
import { Duration } from "../../units";
import type { VerifyContext } from "../context";
import type { SeenLokiConfiguration } from "./judgement";
import { additions, differences, runningDifferences, settingsOf } from "./settings";

/** The key in the ConfigMap that the chart makes. */
const KEY = "config.yaml";

/** A Loki that doesn't answer is told of elsewhere. */
const PATIENCE = Duration.seconds(10);

export async function lokiConfigurationSeen(
  context: VerifyContext,
  signal: AbortSignal,
): Promise<SeenLokiConfiguration> {
  const { cluster, deployment } = context;
  const at = { name: deployment.loki.release, namespace: deployment.model.namespace.name };
  const [configMap, running] = await Promise.all([
    ignoreNotFound(cluster.core(signal).readNamespacedConfigMap(at)),
    runningConfiguration(context, signal),
  ]);
  const text = configMap?.data?.[KEY];
  return {
    ...at,
    written: text === undefined ? null : writtenDifferences(deployment.loki, text),
    running: running && differencesOfRunning(deployment.loki, running),
  };
}

/** How the text of the ConfigMap differs from what the values say, a line for each setting. */
export function writtenDifferences(loki: RenderedRelease, text: string): readonly string[] {
  const written = readable(text);
  if (written === null) return [`${KEY} is no YAML mapping`];
  const [expected, found] = [wantedSettings(loki), settingsOf(escapeHelm(written))];
  return [...differences(expected, found), ...(isWhole(loki) ? additions(expected, found) : [])];
}

/** Whether the chart's own template, with settings of its own, has given way. */
function isWhole({ values }: RenderedRelease): boolean {
  return valueAt(values, "loki.config") === "{}";
}

function differencesOfRunning(loki: RenderedRelease, running: Values): readonly string[] {
  return runningDifferences(wantedSettings(loki), settingsOf(escapeHelm(running)));
}

/** As the chart's values have them, written for Helm's tpl function; so is what they are compared with. */
function wantedSettings({ values }: RenderedRelease) {
  return settingsOf(effectiveConfiguration(values));
}

async function runningConfiguration({ loki }: VerifyContext, signal: AbortSignal): Promise<Values | null> {
  try {
    return readable(await loki.request({ path: "config", signal: withTimeout(signal, PATIENCE) }));
  } catch (error) {
    if (error instanceof HttpError) return null;
    throw error;
  }
}

function readable(text: string): Values | null {
  try {
    return readMapping(KEY, text);
  } catch (error) {
    if (error instanceof SettingsError) return null;
    throw error;
  }
}
