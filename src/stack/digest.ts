import { createHash } from "node:crypto";
import { print } from "../alloy/syntax";
import { DATASOURCE_KEY, DATASOURCE_LABELS, datasourceFile } from "../grafana/datasource";
import { isPlainObject } from "../settings/plain-object";
import { ACCESS_MODES } from "../storage/nfs";
import { sysctlPod } from "../sysctl/daemon-set";
import { STACK } from "../terraform/stack-folder";
import { toPlain } from "../terraform/yaml";
import {
  alloyReleases,
  type RenderedAlloy,
  type RenderedRelease,
  type RenderedStack,
  releases,
} from "./rendered-stack";

/** The annotation by which each of the plan's ConfigMaps tells which plan wrote it. No pod carries it: it rolls nothing out. */
export const DIGEST_ANNOTATION = `${STACK}/plan`;

/**
 * What tells this deployment from every other: the SHA-256 of all that it puts into the cluster, whatever the order in
 * which it is written. Settings that reach nothing in the cluster don't change it.
 */
export function digestOf(deployment: RenderedStack): string {
  return createHash("sha256")
    .update(canonical(toPlain(contents(deployment))))
    .digest("hex");
}

function contents(deployment: RenderedStack) {
  const { namespace, inotify, loki, alerting, grafana } = deployment.model;
  return {
    namespace,
    inotify: { name: inotify.name, pod: sysctlPod(inotify) },
    volume: { ...loki.volume, accessModes: ACCESS_MODES },
    rules: { configMap: loki.rules.configMap, files: alerting.files.map(({ name, text }) => ({ name, text })) },
    releases: releases(deployment).map(releaseContents),
    pipelines: alloyReleases(deployment).map(pipelineContents),
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

function sorted(mapping: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : 1)));
}
