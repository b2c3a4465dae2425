import { streamsToFlush } from "../../capacity/capacity";
import { flushTime } from "../../capacity/volume";
import type { Check } from "../check";
import { effectiveConfiguration } from "./effective-configuration";
import { isWalInMemory } from "./flush-on-shutdown";
import { gracePeriodOf, shutdownDelayOf } from "./pod";

export const gracePeriod: Check = {
  id: "grace-period",
  title: "The grace period covers the flush",
  severity: "error",
  why: "Kubernetes kills a pod at the end of its grace period, and Loki loses all chunks that it has not flushed",
  remedy: "remove terminationGracePeriodSeconds: the stack derives it from load and cluster.nodes",
  evidence:
    "Loki 3.7.8 flushed 20,000 streams in 15 s to a local disk; NFS is assumed to be twenty times slower; the chart grants 30 s",
  find({ model, loki }) {
    const configuration = effectiveConfiguration(loki.values);
    if (!isWalInMemory(configuration, loki.values)) return [];
    const streams = streamsToFlush(model);
    const needed = shutdownDelayOf(configuration).plus(flushTime(streams));
    const actual = gracePeriodOf(loki.values);
    if (!needed.isLongerThan(actual)) return [];
    return [
      {
        setting: `${loki.valuesFile}: singleBinary.terminationGracePeriodSeconds`,
        got: `${actual}`,
        expected: `at least ${needed.toSeconds()}s, enough to flush ${streams} streams`,
        remedy: "remove it: the stack derives it from load and cluster.nodes",
      },
    ];
  },
};
