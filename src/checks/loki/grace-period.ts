import { streamsToFlush } from "../../capacity/capacity";
import { flushTime } from "../../capacity/volume";
import type { Check } from "../check";
import { effectiveConfiguration } from "./effective-configuration";
import { logIsInMemory } from "./flush-on-shutdown";
import { gracePeriodOf, shutdownDelayOf } from "./pod";

export const gracePeriod: Check = {
  id: "grace-period",
  severity: "error",
  reason:
    "Kubernetes kills a pod at the end of its grace period: a flush that takes longer is cut, and what is left is lost",
  evidence:
    "flushing 20,000 streams took Loki 3.7.8 15 s on a local disk, and NFS is assumed twenty times slower; the chart grants 30 s",
  find({ model, loki }) {
    const configuration = effectiveConfiguration(loki.values);
    if (!logIsInMemory(configuration, loki.values)) return [];
    const streams = streamsToFlush(model);
    const needed = shutdownDelayOf(configuration).plus(flushTime(streams));
    const granted = gracePeriodOf(loki.values);
    if (!needed.isLongerThan(granted)) return [];
    return [
      {
        setting: `${loki.valuesFile}: singleBinary.terminationGracePeriodSeconds`,
        got: `${granted}`,
        expected: `at least ${needed.toSeconds()}s, for the flush of ${streams} streams`,
        remedy: "leave it to the plan, which derives it from load and cluster.nodes",
      },
    ];
  },
};
