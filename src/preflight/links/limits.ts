import { inNamespace } from "../../diagnostics/permission";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";
import { LOWER, NO_CPU_LIMIT, RAISE } from "../limits/causes";
import { judgeLimits } from "../limits/judgement";

/** Every container of the plan, and its claim, is what the namespace's LimitRange objects allow. */
export const limits: PreflightLink = {
  id: "limits",
  title: "Every container is within the namespace's LimitRange",
  after: ["namespace"],
  failure: "cluster",
  patience: Duration.seconds(10),
  access: ({ namespace }) => [inNamespace(namespace.name, "limitranges", ["list"])],
  creates: false,
  causes: [RAISE, LOWER, NO_CPU_LIMIT],
  async look({ deployment: { model }, cluster, inOwnNamespace }, signal) {
    const namespace = model.namespace.name;
    const ranges = await inOwnNamespace(cluster.core(signal).listNamespacedLimitRange({ namespace }));
    return judgeLimits(ranges?.items ?? [], model);
  },
};
