import type { V1ConfigMap } from "@kubernetes/client-node";
import { listed } from "../../diagnostics/listed";
import { absent, broken, holds, notDeployed, type Outcome } from "../../diagnostics/outcome";
import { DIGEST_ANNOTATION } from "../../stack/digest";
import { EDITED, OVERRIDDEN, POD_OLDER, TAKEN_BACK } from "./causes";
import { firstDifference, type Texts } from "./texts";

/** A ConfigMap of the plan. */
export interface SeenConfigMap {
  /** How it is called, or where it is missing, how its name begins. */
  readonly name: string;
  readonly namespace: string;
  /** Null where it isn't there, or where nothing mounts it. */
  readonly configMap: V1ConfigMap | null;
  readonly expected: Texts;
}

/** Loki's own configuration, whose ConfigMap the chart makes: it carries no digest. */
export interface SeenLokiConfiguration {
  readonly name: string;
  readonly namespace: string;
  /** How the ConfigMap differs, a line for each setting; null where there is none. */
  readonly written: readonly string[] | null;
  /** How the running Loki differs; null where it couldn't be asked. */
  readonly running: readonly string[] | null;
}

export interface SeenConfiguration {
  readonly digest: string;
  readonly configMaps: readonly SeenConfigMap[];
  readonly loki: SeenLokiConfiguration;
}

/**
 * Another digest means that another plan was applied, whatever the texts say. Under the same digest every difference is
 * a fault.
 */
export function judgeConfiguration(seen: SeenConfiguration): Outcome {
  return (
    ofMissing(seen) ?? ofOtherPlans(seen) ?? ofTexts(seen) ?? ofLoki(seen.loki) ?? ofRunning(seen.loki) ?? same(seen)
  );
}

function ofMissing({ configMaps, loki }: SeenConfiguration): Outcome | null {
  const all = [...configMaps.map(({ name }) => name), loki.name];
  const missing = [
    ...configMaps.filter(({ configMap }) => configMap === null).map(({ name }) => name),
    ...(loki.written === null ? [loki.name] : []),
  ];
  if (missing.length === 0) return null;
  if (missing.length === all.length) return absent("the cluster has none of the plan's ConfigMaps");
  return notDeployed(`missing: ${listed(missing)}`);
}

function ofOtherPlans({ digest, configMaps }: SeenConfiguration): Outcome | null {
  const others = configMaps.filter(({ configMap }) => planOf(configMap) !== digest);
  if (others.length === 0) return null;
  const names = listed(others.map(({ name, configMap }) => `${name} (${shortened(planOf(configMap))})`));
  return notDeployed(`the plan here is ${shortened(digest)}; of another: ${names}`);
}

function planOf(configMap: V1ConfigMap | null): string {
  return configMap?.metadata?.annotations?.[DIGEST_ANNOTATION] ?? "unknown";
}

/** Enough to tell two plans apart, as git shortens its hashes. */
function shortened(digest: string): string {
  return digest.slice(0, 12);
}

function ofTexts({ configMaps }: SeenConfiguration): Outcome | null {
  for (const { name, namespace, configMap, expected } of configMaps) {
    const difference = firstDifference(expected, configMap?.data ?? {});
    if (difference === null) continue;
    const found = `the ConfigMap ${name} differs: ${difference}`;
    return broken({ found, expected: WANTED, causes: [EDITED], names: { configmap: name, namespace } });
  }
  return null;
}

const WANTED = "what is synthesized here";

function ofLoki({ name, namespace, written }: SeenLokiConfiguration): Outcome | null {
  if (written === null || written.length === 0) return null;
  const found = `the ConfigMap ${name} differs: ${listed(written)}`;
  return broken({ found, expected: WANTED, causes: [TAKEN_BACK, EDITED], names: { configmap: name, namespace } });
}

function ofRunning({ name, namespace, running }: SeenLokiConfiguration): Outcome | null {
  if (running === null || running.length === 0) return null;
  const found = `the running Loki differs from its ConfigMap: ${listed(running)}`;
  const names = { configmap: name, namespace };
  return broken({ failure: "loki", found, expected: WANTED, causes: [POD_OLDER, OVERRIDDEN], names });
}

function same({ digest, configMaps, loki }: SeenConfiguration): Outcome {
  const asked = loki.running === null ? "the running Loki couldn't be asked" : "the running Loki has it";
  return holds(`${configMaps.length + 1} ConfigMaps of the plan ${shortened(digest)}`, asked);
}
