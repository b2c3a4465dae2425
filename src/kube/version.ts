import type { VersionInfo } from "@kubernetes/client-node";

/** The parts of a Kubernetes version that determine its features. */
export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
}

/** Parses a version, with or without a provider's suffix ("v1.27.3-gke.100", "1.27+"). Returns null for other text. */
export function serverVersion({ gitVersion }: Pick<VersionInfo, "gitVersion">): ServerVersion | null {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return major === undefined || minor === undefined ? null : { major: Number(major), minor: Number(minor) };
}

export function isOlder(version: ServerVersion, than: ServerVersion): boolean {
  return version.major < than.major || (version.major === than.major && version.minor < than.minor);
}
