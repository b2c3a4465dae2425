import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { assignment, quoted } from "../settings/messages";
import type { SettingsErrorProps } from "../settings/settings-error";
import type { SettingsReader } from "../settings/settings-reader";
import { chartRepository, imageDigest, packageDigest, registryName, relativePath } from "../settings/validators";
import { contentDigest } from "./chart-package";
import { fromStackFolder } from "./stack-folder";
import { hasUserInfo, withoutUserInfo } from "./user-info";
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
  /**
   * Digest of the package if it differs from the original, such as in a mirror that packs it again. "none" accepts any
   * content.
   * @default - the digest of the original package
   */
  readonly digest?: string;
}

/** Where nodes pull the images. */
export interface ImagesSettings {
  /**
   * Registry that mirrors every image under its own repository and tag.
   * @default - docker.io and registry.k8s.io
   */
  readonly registry?: string;
  /**
   * Digests of the images in a mirror that changes them, such as one with a single platform.
   * @default - the digests of the public images
   */
  readonly digests?: DigestsSettings;
}

/** The digest of each image ("sha256:…"), or "none" to pull by tag. */
export interface DigestsSettings {
  /**
   * Digest of Loki's image.
   * @default - that of the public image
   */
  readonly loki?: string;
  /**
   * Digest of Alloy's image.
   * @default - that of the public image
   */
  readonly alloy?: string;
  /**
   * Digest of BusyBox, which raises the inotify limits and runs verify's drill.
   * @default - that of the public image
   */
  readonly busybox?: string;
  /**
   * Digest of the pause container.
   * @default - that of the public image
   */
  readonly pause?: string;
}

export interface ChartModel {
  /** Null for a local chart. */
  readonly repository: string | null;
  /** The chart's name in its repository, or its path relative to the stack's folder. */
  readonly chart: string;
  readonly version: string;
  /** The content of the package. Null if it is unknown, as in an unpacked chart. */
  readonly digest: string | null;
}

export interface ImageModel {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  /** The content, for all platforms. Null if only the tag is known, which the registry can move to other content. */
  readonly digest: string | null;
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

/** The reference that a node pulls. With a digest, it ignores the tag, which only tells people the version. */
export function reference(image: ImageModel): string {
  return image.digest === null ? taggedName(image) : `${taggedName(image)}@${image.digest}`;
}

/** The reference without the digest, for people. */
export function taggedName({ registry, repository, tag }: ImageModel): string {
  return `${registry}/${repository}:${tag}`;
}

/** An image in versions.json. "npm run digests" adds the digest. */
interface PinnedImage {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest?: string;
}

const IMAGES: Readonly<Record<keyof ImagesModel, PinnedImage>> = versions.images;

/** Pulls an image by its tag. */
const NO_DIGEST = "none";

export function resolveImages(reader: SettingsReader<ImagesSettings>): ImagesModel {
  const registry = reader.optionalText("registry", registryName);
  return reader.object("digests", (digests) => {
    const image = (name: keyof ImagesModel): ImageModel => {
      const { digest = null, ...pinned } = IMAGES[name];
      const written = digests.optionalText(name, imageDigest);
      return {
        ...pinned,
        ...(registry !== null && { registry }),
        digest: written === NO_DIGEST ? null : (written ?? digest),
      };
    };
    return { loki: image("loki"), alloy: image("alloy"), busybox: image("busybox"), pause: image("pause") };
  });
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
  const written = source.optionalText("digest", packageDigest);
  const digest = written === NO_DIGEST ? null : (written ?? pinned.digest);
  if (hasUserInfo(repository)) source.refuse(repositoryWithSecret(source, repository));
  if (path === null) return { repository, chart: name, version: pinned.version, digest };
  if (source.isSet("repository") && source.areValid("path", "repository"))
    source.refuse(bothSources(source, path, repository));
  const file = join(root, path);
  if (source.areValid("path") && !existsSync(file)) source.refuse(noChart(source, path, pinned.version));
  const actual = source.areValid("path", "digest") ? fileDigest(file) : null;
  if (actual !== null && digest !== null && actual !== digest)
    source.refuse(otherPackage(source, path, actual, digest));
  return { repository: null, chart: fromStackFolder(path), version: pinned.version, digest: actual && digest };
}

/** The digest of a package. Null for an unpacked chart, whose content is part of the project. */
function fileDigest(file: string): string | null {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? contentDigest(readFileSync(file)) : null;
}

function otherPackage(
  source: SettingsReader<ChartSource>,
  path: string,
  actual: string,
  digest: string,
): SettingsErrorProps {
  return {
    setting: source.fullName("path"),
    got: `"${path}" with the digest ${actual}`,
    expected: digest,
    why: "a package with other content deploys other objects",
    remedy: `download the package again, or, if you changed it, write ${assignment(source.fullName("digest"), quoted(actual))}`,
  };
}

function repositoryWithSecret(source: SettingsReader<ChartSource>, repository: string): SettingsErrorProps {
  const address = withoutUserInfo(repository);
  return {
    setting: source.fullName("repository"),
    got: "an address with a user or password",
    expected: "an address without them",
    why: "the release's configuration is in cdktf.out and in Terraform's state as plain text",
    remedy: address.startsWith("oci:")
      ? `write "${address}", and run "helm registry login" where Terraform runs`
      : `download the package, and set ${source.fullName("path")} instead of ${source.fullName("repository")}`,
  };
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
    got: `"${path}" and the repository "${withoutUserInfo(repository)}"`,
    expected: "only one of them",
    why: "a chart has one source",
    remedy: `leave out ${source.fullName("path")} or ${source.fullName("repository")}`,
  };
}
