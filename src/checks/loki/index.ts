import type { Check } from "../check";
import { chunkSync } from "./chunk-sync";
import { deleteApi } from "./delete-api";
import { deploymentMode } from "./deployment-mode";
import { extraComponents } from "./extra-components";
import { flushOnShutdown } from "./flush-on-shutdown";
import { gracePeriod } from "./grace-period";
import { indexSchema } from "./index-schema";
import { lateLines } from "./late-lines";
import { outOfOrder } from "./out-of-order";
import { queryLookBack } from "./query-look-back";
import { retentionDeletes } from "./retention-deletes";
import { rulerAlertmanager } from "./ruler-alertmanager";
import { rulesMount } from "./rules-mount";
import { singleRing } from "./single-ring";
import { writablePaths } from "./writable-paths";

/** Checks of Loki's configuration against its pod, as the chart will render both. */
export const lokiChecks: readonly Check[] = [
  chunkSync,
  deleteApi,
  deploymentMode,
  extraComponents,
  flushOnShutdown,
  gracePeriod,
  indexSchema,
  lateLines,
  outOfOrder,
  queryLookBack,
  retentionDeletes,
  rulerAlertmanager,
  rulesMount,
  singleRing,
  writablePaths,
];
