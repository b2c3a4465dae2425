import { type AboveMaximum, aboveMaximum, settingOf } from "../../cluster/limit-range";
import type { Check, Finding } from "../check";

export const limitRange: Check = {
  id: "limit-range",
  severity: "error",
  reason:
    "the API server refuses a container that is above its namespace's LimitRange, and Helm waits for it until its time-out",
  evidence: "Kubernetes' LimitRanger admission; a LimitRange of 4Gi held this plan's 6Gi Loki back",
  needs: { setting: "cluster.limitRange", declared: ({ model }) => model.cluster.limitRange !== null },
  find({ model }) {
    const { limitRange } = model.cluster;
    return limitRange === null ? [] : aboveMaximum(model, limitRange).map(above);
  },
};

function above({ workload, key, got, bound, most }: AboveMaximum): Finding {
  const raise = "raise the namespace's LimitRange and declare it";
  return {
    setting: settingOf(workload, key),
    got,
    wanted: `at most cluster.limitRange.${bound}, which is ${most}`,
    remedy: workload.setting === null ? raise : `lower ${workload.setting}.${key}, or ${raise}`,
  };
}
