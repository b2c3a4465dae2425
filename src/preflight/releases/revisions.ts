import type { V1ObjectMeta } from "@kubernetes/client-node";

/** What Helm's release secret of one revision says about itself, in its labels. */
export interface Revision {
  readonly release: string;
  readonly number: number;
  /** Helm's own word. @see https://helm.sh/docs/helm/helm_status/ */
  readonly status: string;
  readonly metadata: V1ObjectMeta;
}

/** The selector of the secrets in which Helm keeps its releases. */
export const HELM_SECRETS = "owner=helm";

/** Every revision that Helm remembers of a release, the newest first. */
export function revisionsOf(
  secrets: readonly { readonly metadata?: V1ObjectMeta }[],
  release: string,
): readonly Revision[] {
  return secrets
    .flatMap(({ metadata }) => (metadata === undefined ? [] : [revision(metadata)]))
    .filter((each) => each.release === release)
    .sort((a, b) => b.number - a.number);
}

function revision(metadata: V1ObjectMeta): Revision {
  const { name = "", version = "0", status = "" } = metadata.labels ?? {};
  return { release: name, number: Number(version), status, metadata };
}
