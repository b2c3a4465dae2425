import type { CoreV1Api } from "@kubernetes/client-node";
import { effectiveConfiguration } from "../checks/loki/effective-configuration";
import { valueAt } from "../checks/values";
import { withTimeout } from "../kube/async";
import { ignoreNotFound } from "../kube/errors";
import { HttpError } from "../kube/http-service";
import type { Model } from "../model";
import { isPlainObject } from "../settings/plain-object";
import { SettingsError } from "../settings/settings-error";
import type { RenderedRelease } from "../stack/rendered-stack";
import type { Values } from "../terraform/chart-values";
import { escapeHelm } from "../terraform/escape";
import { readMapping } from "../terraform/yaml";
import { ByteSize, Duration } from "../units";
import type { VerifyContext } from "./context";
import { changedAt } from "./deployed";
import { lokiMetrics } from "./loki";

/** Loki's own configuration. The chart creates its ConfigMap, without a digest. */
export interface LokiConfigurationEvidence {
  /** The name of the release, its ConfigMap and its StatefulSet. */
  readonly name: string;
  readonly namespace: string;
  /** How the ConfigMap differs, one line per setting. Null if it does not exist. */
  readonly written: readonly string[] | null;
  /** The programs that wrote the ConfigMap, as the API server recorded them. */
  readonly managers: readonly string[];
  /** How the running Loki differs, one line per setting. Null if it does not answer. */
  readonly running: readonly string[] | null;
  /** Whether the running Loki started before the ConfigMap changed last. Null if that is unknown. */
  readonly isOlder: boolean | null;
}

/** The key in the chart's ConfigMap. */
const KEY = "config.yaml";

/** Other diagnostics report a Loki that does not answer. */
const TIMEOUT = Duration.seconds(10);

/** What is needed of verify's context. */
export interface LokiConfigurationContext extends Pick<VerifyContext, "loki"> {
  readonly stack: { readonly loki: RenderedRelease; readonly model: Pick<Model, "namespace"> };
  readonly cluster: { core(signal: AbortSignal): Pick<CoreV1Api, "readNamespacedConfigMap"> };
}

export async function collectLokiConfiguration(
  context: LokiConfigurationContext,
  signal: AbortSignal,
): Promise<LokiConfigurationEvidence> {
  const { cluster, stack } = context;
  const request = { name: stack.loki.release, namespace: stack.model.namespace.name };
  const [configMap, running] = await Promise.all([
    ignoreNotFound(cluster.core(signal).readNamespacedConfigMap(request)),
    runningConfiguration(context, signal),
  ]);
  const text = configMap?.data?.[KEY];
  return {
    ...request,
    written: text === undefined ? null : writtenDifferences(stack.loki, text),
    managers: (configMap?.metadata?.managedFields ?? []).flatMap(({ manager }) => manager ?? []),
    running: running && runningDifferences(expectedSettings(stack.loki), settingsOf(escapeHelm(running))),
    isOlder: configMap && running && isOlder(await startOf(context, signal), changedAt(configMap)),
  };
}

/** When Loki started, in seconds since 1970. Null if it does not say. */
async function startOf({ loki }: LokiConfigurationContext, signal: AbortSignal): Promise<number | null> {
  try {
    return (await lokiMetrics(loki, withTimeout(signal, TIMEOUT))).startedAt;
  } catch (error) {
    if (error instanceof HttpError) return null;
    throw error;
  }
}

function isOlder(startedAt: number | null, changed: Date | null): boolean | null {
  return startedAt === null || changed === null ? null : startedAt * 1_000 < changed.getTime();
}

/** How the text of the ConfigMap differs from the values, one line per setting. */
export function writtenDifferences(loki: RenderedRelease, text: string): readonly string[] {
  const written = parsed(text);
  if (written === null) return [`${KEY} is not a YAML mapping`];
  const [expected, found] = [expectedSettings(loki), settingsOf(escapeHelm(written))];
  return [...differences(expected, found), ...(isComplete(loki) ? additions(expected, found) : [])];
}

/** Whether the values replace the chart's own template, which adds settings. */
function isComplete({ values }: RenderedRelease): boolean {
  return valueAt(values, "loki.config") === "{}";
}

/** The values are escaped for Helm's tpl function, so the text compared with them is escaped, too. */
function expectedSettings({ values }: RenderedRelease): Settings {
  return settingsOf(effectiveConfiguration(values));
}

async function runningConfiguration({ loki }: LokiConfigurationContext, signal: AbortSignal): Promise<Values | null> {
  try {
    return parsed(await loki.request({ path: "config", signal: withTimeout(signal, TIMEOUT) }));
  } catch (error) {
    if (error instanceof HttpError) return null;
    throw error;
  }
}

function parsed(text: string): Values | null {
  try {
    return readMapping(KEY, text);
  } catch (error) {
    if (error instanceof SettingsError) return null;
    throw error;
  }
}

/** Settings by path: "ruler.storage.type". */
type Settings = ReadonlyMap<string, unknown>;

/** Every setting of a configuration. List items have their index as a key. */
export function settingsOf(configuration: unknown, parents: readonly string[] = []): Settings {
  if (!isPlainObject(configuration) && !Array.isArray(configuration))
    return new Map([[parents.join("."), configuration]]);
  return new Map(Object.entries(configuration).flatMap(([key, value]) => [...settingsOf(value, [...parents, key])]));
}

/** How a configuration differs from the expected one, one line per expected setting. */
function differences(expected: Settings, found: Settings): readonly string[] {
  return [...expected]
    .filter(([path, value]) => `${found.get(path)}` !== `${value}`)
    .map(([path, value]) => differenceText(path, value, found));
}

/** The settings that are not expected, one line each. */
function additions(expected: Settings, found: Settings): readonly string[] {
  return [...found]
    .filter(([path]) => !expected.has(path))
    .map(([path, value]) => `${path} is ${formatted(value)}, which the stack does not set`);
}

/**
 * How the configuration of the running Loki differs from the expected one, one line per expected setting. Loki also
 * reports every default, uses notations of its own ("1w" for "168h", "256KB" for 262144), and omits some empty values.
 */
export function runningDifferences(expected: Settings, running: Settings): readonly string[] {
  return [...expected]
    .filter(([path, value]) => !isSameValue(value, running.get(path)))
    .map(([path, value]) => differenceText(path, value, running));
}

function differenceText(path: string, expected: unknown, found: Settings): string {
  return `${path} is ${found.has(path) ? formatted(found.get(path)) : "missing"}, not ${formatted(expected)}`;
}

function formatted(value: unknown): string {
  return value === "" ? "empty" : `${value}`;
}

/** The empty values that Go omits from YAML. */
const EMPTY = ["", "0", "0s", "false"];

function isSameValue(expected: unknown, running: unknown): boolean {
  const [set, reported] = [`${expected}`, `${running ?? ""}`];
  if (running === undefined) return EMPTY.includes(set);
  // A duration without a unit is in nanoseconds.
  return set === reported || `${set}ns` === reported || isSameDuration(set, reported) || isSameSize(set, reported);
}

function isSameDuration(a: string, b: string): boolean {
  const duration = Duration.parse(a);
  return duration !== null && `${duration}` === `${Duration.parse(b)}`;
}

function isSameSize(a: string, b: string): boolean {
  const size = ByteSize.parse(a);
  return size !== null && `${size}` === `${ByteSize.parse(b)}`;
}
