import type { VersionInfo } from "@kubernetes/client-node";
import { OLDEST_MINOR } from "../cluster/model";
import type { Cluster } from "../kube/cluster";
import { ignoreNotFound } from "../kube/errors";
import { isOlder, type ServerVersion, serverVersion } from "../kube/version";
import { Duration } from "../units";
import { cause } from "./cause";
import { diagnostic } from "./diagnostic";
import { fail, pass, warn } from "./outcome";
import { inCluster } from "./rbac";

const OLDEST: ServerVersion = { major: 1, minor: OLDEST_MINOR };

const SUPPORTED = `Kubernetes ${OLDEST.major}.${OLDEST.minor} or newer`;

const causes = {
  tooOld: cause(
    "The cluster is older than the minimum version of Loki's chart, and Helm rejects the chart.",
    `upgrade the cluster to ${SUPPORTED}`,
  ),
};

export interface ApiServerEvidence {
  readonly version: Pick<VersionInfo, "gitVersion">;
  /** The duration of one request. */
  readonly milliseconds: number;
  /** Null if this version does not report it. */
  readonly user: string | null;
  /** Facts about the connection that a user should know. */
  readonly notes: readonly string[];
  readonly isOldClusterFatal: boolean;
}

export interface ApiServerContext {
  readonly cluster: Cluster;
  /** True for preflight: an apply fails on a cluster that is too old. What already runs there may work. */
  readonly isOldClusterFatal: boolean;
}

/** The diagnostic that all others depend on. */
export const apiServer = diagnostic<ApiServerContext, ApiServerEvidence>({
  id: "api-server",
  title: "The API server answers",
  after: [],
  failure: "unreachable",
  timeout: Duration.seconds(15),
  // Kubernetes' default roles allow both requests to everybody. The version is no resource.
  permissions: () => [inCluster("selfsubjectreviews", ["create"], "authentication.k8s.io")],
  causes,
  collect: async ({ cluster, isOldClusterFatal }, signal) => {
    const user = await currentUser(cluster, signal);
    const start = performance.now();
    const version = await cluster.version(signal).getCode();
    return { version, milliseconds: performance.now() - start, user, notes: cluster.notes, isOldClusterFatal };
  },
  analyze: ({ version, milliseconds, user, notes, isOldClusterFatal }) => {
    const detail = `Kubernetes ${version.gitVersion}, answers in ${Math.round(milliseconds)} ms`;
    const parsed = serverVersion(version);
    if (parsed === null || !isOlder(parsed, OLDEST))
      return pass(detail, ...(user === null ? [] : [`authenticated as ${user}`]), ...notes);
    const fault = { got: detail, expected: SUPPORTED, causes: [causes.tooOld()] };
    return isOldClusterFatal ? fail({ ...fault, failure: "cluster" }) : warn(fault);
  },
});

/**
 * Anyone may read the version. So the self-review comes first: it proves the credentials and opens the connection.
 * Kubernetes has this API since 1.28.
 */
async function currentUser(cluster: Cluster, signal: AbortSignal): Promise<string | null> {
  const review = await ignoreNotFound(cluster.authentication(signal).createSelfSubjectReview({ body: {} }));
  return review?.status?.userInfo?.username ?? null;
}
