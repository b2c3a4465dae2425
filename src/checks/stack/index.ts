import type { Check } from "../check";
import { chartRepository } from "./chart-repository";
import { configMapSize } from "./config-map-size";
import { datasourceUid } from "./datasource-uid";
import { dropNames } from "./drop-names";
import { exactVersions } from "./exact-versions";
import { kubernetesNames } from "./kubernetes-names";
import { mountOptions } from "./mount-options";
import { volumeBinding } from "./volume-binding";
import { volumeReclaim } from "./volume-reclaim";

/** Checks of the plan's objects against one another. */
export const planChecks: readonly Check[] = [
  chartRepository,
  configMapSize,
  datasourceUid,
  dropNames,
  exactVersions,
  kubernetesNames,
  mountOptions,
  volumeBinding,
  volumeReclaim,
];
