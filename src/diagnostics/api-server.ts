import type { VersionInfo } from "@kubernetes/client-node";
import { OLDEST_MINOR } from "../cluster/model";
import { isTimeout } from "../kube/async";
import type { Cluster } from "../kube/cluster";
import { ignoreNotFound } from "../kube/errors";
import { isOlder, type ServerVersion, serverVersion } from "../kube/version";
import { Duration } from "../units";
import type { Cause } from "./cause";
import type { Link } from "./diagnostic";
import { broken, doubtful, holds, type Outcome, tooLate } from "./outcome";
import { inCluster } from "./permission";

const OLDEST: ServerVersion = { major: 1, minor: OLDEST_MINOR };

const NEW_ENOUGH = `Kubernetes ${OLDEST.major}.${OLDEST.minor} or newer`;

const tooOld: Cause = {
  cause: "The cluster is older than the chart of Loki allows, and Helm refuses to install it.",
  next: `upgrade the cluster to ${NEW_ENOUGH}`,
};

const slow: Cause = {
  cause: "The way to the API server, or a plugin that the kubeconfig runs for credentials, takes longer than that.",
  next: "time kubectl get --raw /version",
};

export interface ApiServerProps {
  /** What a version means that Helm refuses: an apply can't work there, and what runs already may. */
  readonly tooOld: "broken" | "doubtful";
}

export interface Sight {
  readonly version: Pick<VersionInfo, "gitVersion">;
  /** How long it took to answer. */
  readonly milliseconds: number;
  /** Null where this version doesn't say. */
  readonly user: string | null;
  /** What a person has to know of the way there. */
  readonly notes: readonly string[];
}

const PATIENCE = Duration.seconds(15);

/** The link before all others. What goes wrong in it is explained like every error of the API server. */
export function apiServer(props: ApiServerProps): Link<{ readonly cluster: Cluster }> {
  return {
    id: "api-server",
    title: "The API server answers",
    after: [],
    failure: "unreachable",
    patience: PATIENCE,
    // Both are everybody's on a cluster that keeps Kubernetes' own roles; the version has no resource.
    access: () => [inCluster("selfsubjectreviews", ["create"], "authentication.k8s.io")],
    creates: false,
    causes: [slow, tooOld],
    look: async ({ cluster }, signal) => {
      try {
        return judge(await look(cluster, signal), props);
      } catch (error) {
        if (isTimeout(signal)) return tooLate({ patience: PATIENCE, causes: [slow] });
        throw error;
      }
    },
  };
}

async function look(cluster: Cluster, signal: AbortSignal): Promise<Sight> {
  const user = await whoAsks(cluster, signal);
  const start = performance.now();
  const version = await cluster.version(signal).getCode();
  return { version, milliseconds: performance.now() - start, user, notes: cluster.notes };
}

/**
 * The version is told to anybody, so credentials have to be shown by something else. It comes first: the round trip
 * shall be measured on a connection that stands. Kubernetes knows it since 1.28.
 */
async function whoAsks(cluster: Cluster, signal: AbortSignal): Promise<string | null> {
  const review = await ignoreNotFound(cluster.authentication(signal).createSelfSubjectReview({ body: {} }));
  return review?.status?.userInfo?.username ?? null;
}

export function judge({ version, milliseconds, user, notes }: Sight, props: ApiServerProps): Outcome {
  const { gitVersion } = version;
  const figure = `Kubernetes ${gitVersion}, answers in ${Math.round(milliseconds)} ms`;
  const parsed = serverVersion(version);
  if (parsed === null || !isOlder(parsed, OLDEST))
    return holds(figure, ...(user === null ? [] : [`asked as ${user}`]), ...notes);
  const fault = { found: figure, expected: NEW_ENOUGH, causes: [tooOld] };
  return props.tooOld === "broken" ? broken({ ...fault, failure: "cluster" }) : doubtful(fault);
}
