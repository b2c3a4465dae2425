import type { V1ObjectMeta } from "@kubernetes/client-node";

/** What Helm's release secret of one revision says about itself, in its labels. */
export interface Revision {
  readonly release: string;
  readonly number: number;
  /** Helm's own word. @see https://helm.sh/docs/helm/helm_status/ */
  readonly status: string;
  /** When it came to this status, where that is known. */
  readonly since: Date | undefined;
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

/**
 * The revision to go back to. Helm's own choice is the one before, worked or not; and a rollback that fails makes of a
 * failed revision a superseded one, so that the one that is still deployed comes first.
 */
export function lastWorking(revisions: readonly Revision[]): Revision | undefined {
  return (
    revisions.find(({ status }) => status === "deployed") ?? revisions.find(({ status }) => status === "superseded")
  );
}

function revision(metadata: V1ObjectMeta): Revision {
  const { name = "", version = "0", status = "", modifiedAt } = metadata.labels ?? {};
  const since = modifiedAt === undefined ? metadata.creationTimestamp : new Date(Number(modifiedAt) * 1_000);
  return { release: name, number: Number(version), status, since, metadata };
}
