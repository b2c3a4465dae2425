import type { RenderedRelease } from "../../../../src/stack/rendered-stack";
import type { Manifest } from "./manifest";

/** As Helm calls them. @see https://helm.sh/docs/helm/helm_status/ */
export type ReleaseStatus = "deployed" | "pending-install" | "pending-upgrade" | "failed";

/** What Helm writes down of a release, without the release itself, which only Helm reads. */
export function releaseSecret({ release }: RenderedRelease, namespace: string, status: ReleaseStatus): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "helm.sh/release.v1",
    metadata: {
      name: `sh.helm.release.v1.${release}.v1`,
      namespace,
      labels: { name: release, owner: "helm", status, version: "1" },
    },
  };
}
