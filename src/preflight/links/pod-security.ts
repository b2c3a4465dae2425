import { holds } from "../../diagnostics/outcome";
import { inCluster } from "../../diagnostics/permission";
import { ignoreNotFound } from "../../kube/errors";
import { LEVEL } from "../../stack/workloads";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";
import { DEFAULT_LEVEL, LABEL, OTHER_REFUSAL, POLICY, SCC } from "../pod-security/causes";
import { judgeLevel, judgeTrial } from "../pod-security/judgement";
import { trial } from "../pod-security/trial";

/**
 * Pods that read the node's files and set its limits are let in. A label alone doesn't tell: the cluster has a default,
 * and policy engines have their own. So a pod is created in a dry run, which goes through admission and ends there.
 */
export const podSecurity: PreflightLink = {
  id: "pod-security",
  title: "The namespace lets the agents' pods in",
  after: ["namespace"],
  failure: "cluster",
  patience: Duration.seconds(20),
  // Creating pods is not asked for: the dry run is made where whoever runs this may create them, as an apply must. Which
  // groups of APIs there are everybody may ask.
  access: () => [inCluster("namespaces", ["get"])],
  creates: false,
  causes: [LABEL, DEFAULT_LEVEL, SCC, POLICY, OTHER_REFUSAL],
  async look(context, signal) {
    const { name } = context.deployment.model.namespace;
    const namespace = await ignoreNotFound(context.cluster.core(signal).readNamespace({ name }));
    if (namespace === null) return holds(`the plan creates it with the level "${LEVEL}"`);
    return judgeLevel(namespace) ?? judgeTrial(await trial(context, signal), namespace);
  },
};
