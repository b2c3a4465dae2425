import { alloyChecks } from "./alloy";
import { chartConfiguration } from "./chart/configuration";
import { extraConfiguration } from "./chart/extra-configuration";
import { chartKeys } from "./chart/keys";
import { reliedOn } from "./chart/relied-on";
import type { Check } from "./check";
import { clusterChecks } from "./cluster";
import { loadChecks } from "./load";
import { lokiChecks } from "./loki";
import { pipelineChecks } from "./pipeline";
import { ruleChecks } from "./rules";
import { planChecks } from "./stack";

/** Every check, by the part of the system that it looks at. */
export const checksByPart: Readonly<Record<string, readonly Check[]>> = {
  "Chart values": [chartKeys, chartConfiguration, extraConfiguration, reliedOn],
  Loki: lokiChecks,
  "The load": loadChecks,
  Agents: alloyChecks,
  Pipelines: pipelineChecks,
  Rules: ruleChecks,
  "The cluster": clusterChecks,
  "The plan's objects": planChecks,
};

export const checks: readonly Check[] = Object.values(checksByPart).flat();
