import type { VersionInfo } from "@kubernetes/client-node";

/** A version of Kubernetes, as far as versions differ in what they can do. */
export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
}

/** Providers write more behind the numbers: "27+", "v1.27.3-gke.100". Null for what names none. */
export function serverVersion({ gitVersion }: Pick<VersionInfo, "gitVersion">): ServerVersion | null {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return major === undefined || minor === undefined ? null : { major: Number(major), minor: Number(minor) };
}

export function isOlder(version: ServerVersion, than: ServerVersion): boolean {
  return version.major < than.major || (version.major === than.major && version.minor < than.minor);
}
