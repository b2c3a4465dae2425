import { createHash } from "node:crypto";
import { networkPolicies } from "../access/policies";
import { print } from "../alloy/syntax";
import { DATASOURCE_KEY, DATASOURCE_LABELS, datasourceFile } from "../grafana/datasource";
import { isPlainObject } from "../settings/plain-object";
import { ACCESS_MODES } from "../storage/nfs";
import { sysctlPod } from "../sysctl/pod";
import { STACK } from "../terraform/stack-folder";
import { toPlain } from "../terraform/yaml";
import {
  alloyReleases,
  type RenderedAlloy,
  type RenderedRelease,
  type RenderedStack,
  releases,
} from "./rendered-stack";

/** The annotation with the stack's digest on each ConfigMap. No pod has it, so a new digest alone causes no rollout. */
export const DIGEST_ANNOTATION = `${STACK}/digest`;

/**
 * Identifies a rendered stack: the SHA-256 of everything that it deploys to the cluster, independent of the order of
 * keys. Settings without an effect on the cluster don't change the digest.
 */
export function digestOf(stack: RenderedStack): string {
  return createHash("sha256")
    .update(canonical(toPlain(contents(stack))))
    .digest("hex");
}

function contents(stack: RenderedStack) {
  const { namespace, drill, inotify, loki, alerting, grafana } = stack.model;
  return {
    namespace,
    drill,
    access: networkPolicies(stack.model),
    inotify: { name: inotify.name, pod: sysctlPod(inotify) },
    volume: { ...loki.volume, accessModes: ACCESS_MODES },
    rules: { configMap: loki.rules.configMap, files: alerting.files.map(({ name, text }) => ({ name, text })) },
    releases: releases(stack).map(releaseContents),
    pipelines: alloyReleases(stack).map(pipelineContents),
    datasource: { ...grafana, labels: DATASOURCE_LABELS, [DATASOURCE_KEY]: datasourceFile(grafana) },
  };
}

function releaseContents({ release, chart, values }: RenderedRelease) {
  return { release, chart, values };
}

function pipelineContents({ configMap, pipeline }: RenderedAlloy) {
  return { configMap, text: print(pipeline) };
}

function canonical(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) => (isPlainObject(value) ? sorted(value) : value));
}

function sorted(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
