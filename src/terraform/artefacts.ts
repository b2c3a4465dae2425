import { existsSync } from "node:fs";
import { join } from "node:path";
import type { SettingsErrorProps } from "../settings/settings-error";
import type { SettingsReader } from "../settings/settings-reader";
import { chartRepository, registryName, relativePath } from "../settings/validators";
import { fromStackFolder } from "./stack-folder";
import versions from "./versions.json";

/** Where Helm downloads the charts, for clusters that can't reach the public repositories. */
export interface ChartsSettings {
  /**
   * Source of the Loki chart.
   * @default - the Grafana community's repository
   */
  readonly loki?: ChartSource;
  /**
   * Source of the Alloy chart.
   * @default - Grafana's repository
   */
  readonly alloy?: ChartSource;
}

/** A repository or a path, but not both. */
export interface ChartSource {
  /**
   * Chart repository ("https://charts.example.com") or OCI registry ("oci://registry.example.com/charts") with the
   * pinned version.
   * @default - the chart's own repository
   */
  readonly repository?: string;
  /**
   * Packed or unpacked chart on this machine, relative to the project's folder.
   * @default - none
   */
  readonly path?: string;
}

/** Where nodes pull the images. */
export interface ImagesSettings {
  /**
   * Registry that mirrors every image under its own repository and tag.
   * @default - docker.io and registry.k8s.io
   */
  readonly registry?: string;
}

export interface ChartModel {
  /** Null for a local chart. */
  readonly repository: string | null;
  /** The chart's name in its repository, or its path relative to the stack's folder. */
  readonly chart: string;
  readonly version: string;
}

export interface ImageModel {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

export interface ImagesModel {
  readonly loki: ImageModel;
  readonly alloy: ImageModel;
  readonly busybox: ImageModel;
  readonly pause: ImageModel;
}

export interface ChartsModel {
  readonly loki: ChartModel;
  readonly alloy: ChartModel;
}

export function reference(image: ImageModel): string {
  return `${image.registry}/${image.repository}:${image.tag}`;
}

export function resolveImages(reader: SettingsReader<ImagesSettings>): ImagesModel {
  const mirror = reader.optionalText("registry", registryName);
  const from = (image: ImageModel): ImageModel => ({ ...image, registry: mirror ?? image.registry });
  const { loki, alloy, busybox, pause } = versions.images;
  return { loki: from(loki), alloy: from(alloy), busybox: from(busybox), pause: from(pause) };
}

/** @param root the project's folder, which the path of a local chart is relative to */
export function resolveCharts(reader: SettingsReader<ChartsSettings>, root: string): ChartsModel {
  return {
    loki: reader.object("loki", (source) => resolveChart(source, "loki", root)),
    alloy: reader.object("alloy", (source) => resolveChart(source, "alloy", root)),
  };
}

function resolveChart(source: SettingsReader<ChartSource>, name: "loki" | "alloy", root: string): ChartModel {
  const pinned = versions.charts[name];
  const path = source.optionalText("path", relativePath);
  const repository = source.text("repository", chartRepository, pinned.repository);
  if (path === null) return { repository, chart: name, version: pinned.version };
  if (source.isSet("repository") && source.areValid("path", "repository"))
    source.refuse(bothSources(source, path, repository));
  if (source.areValid("path") && !existsSync(join(root, path))) source.refuse(noChart(source, path, pinned.version));
  return { repository: null, chart: fromStackFolder(path), version: pinned.version };
}

function noChart(source: SettingsReader<ChartSource>, path: string, version: string): SettingsErrorProps {
  return {
    setting: source.fullName("path"),
    got: `"${path}", which does not exist`,
    expected: `a packed or unpacked chart of version ${version}`,
    why: "Helm would look for a chart of this name in a repository",
    remedy: "put the chart there, or write its path relative to the folder of main.ts",
  };
}

function bothSources(source: SettingsReader<ChartSource>, path: string, repository: string): SettingsErrorProps {
  return {
    setting: source.fullName("path"),
    got: `"${path}" and the repository "${repository}"`,
    expected: "only one of them",
    why: "a chart has one source",
    remedy: `leave out ${source.fullName("path")} or ${source.fullName("repository")}`,
  };
}
