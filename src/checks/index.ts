import { agentCpu } from "./alloy/agent-cpu";
import { agentFiles } from "./alloy/agent-files";
import { agentMemory } from "./alloy/agent-memory";
import { agentPositions } from "./alloy/agent-positions";
import { chartConfiguration } from "./chart/configuration";
import { exposedService } from "./chart/exposed-service";
import { extraConfiguration } from "./chart/extra-configuration";
import { chartKeys } from "./chart/keys";
import { requiredValues } from "./chart/required-values";
import { unexaminedValue } from "./chart/unexamined-value";
import type { Check } from "./check";
import { inotifyInstances } from "./cluster/inotify-instances";
import { limitRange } from "./cluster/limit-range";
import { quota } from "./cluster/quota";
import { rolloutTime } from "./cluster/rollout-time";
import { taints } from "./cluster/taints";
import { heapNeeded } from "./load/heap-needed";
import { ingestionRate } from "./load/ingestion-rate";
import { memoryLimit } from "./load/memory-limit";
import { memoryNeeded } from "./load/memory-needed";
import { streamLimit } from "./load/stream-limit";
import { volumeSize } from "./load/volume-size";
import { walSize } from "./load/wal-size";
import { chunkSync } from "./loki/chunk-sync";
import { deleteApi } from "./loki/delete-api";
import { deploymentMode } from "./loki/deployment-mode";
import { extraComponents } from "./loki/extra-components";
import { flushOnShutdown } from "./loki/flush-on-shutdown";
import { gracePeriod } from "./loki/grace-period";
import { indexSchema } from "./loki/index-schema";
import { lateLines } from "./loki/late-lines";
import { outOfOrder } from "./loki/out-of-order";
import { queryLookBack } from "./loki/query-look-back";
import { retentionDeletes } from "./loki/retention-deletes";
import { rulerAlertmanager } from "./loki/ruler-alertmanager";
import { rulesMount } from "./loki/rules-mount";
import { singleRing } from "./loki/single-ring";
import { writablePaths } from "./loki/writable-paths";
import { componentReferences } from "./pipeline/component-references";
import { expressions } from "./pipeline/expressions";
import { fileGlobs } from "./pipeline/file-globs";
import { journalMachine } from "./pipeline/journal-machine";
import { labelNames } from "./pipeline/label-names";
import { linesArrive } from "./pipeline/lines-arrive";
import { nodeScope } from "./pipeline/node-scope";
import { promisedLabels } from "./pipeline/promised-labels";
import { removedLabels } from "./pipeline/removed-labels";
import { replacementGroups } from "./pipeline/replacement-groups";
import { selectors } from "./pipeline/selectors";
import { stageOrder } from "./pipeline/stage-order";
import { stageRules } from "./pipeline/stage-rules";
import { streamLabels } from "./pipeline/stream-labels";
import { writeEndpoints } from "./pipeline/write-endpoints";
import { ruleAbsence } from "./rules/absence";
import { ruleAlwaysFires, ruleAlwaysTrue } from "./rules/always";
import { ruleBool } from "./rules/bool";
import { ruleContradiction } from "./rules/contradiction";
import { ruleConversionError } from "./rules/conversion-error";
import { criticalSource } from "./rules/critical-source";
import { ruleDuplicate, ruleGroupName } from "./rules/duplicate";
import { ruleEvaluation } from "./rules/evaluation";
import { fixtureExpectation, ruleExpected, ruleExpectedNoise } from "./rules/expectation";
import { ruleFilter } from "./rules/filter";
import { ruleFlapping } from "./rules/flapping";
import { ruleFor, ruleLongFor } from "./rules/for";
import { ruleGrouping } from "./rules/grouping";
import { ruleIdentity } from "./rules/identity";
import { ruleIdleFilter } from "./rules/idle-filter";
import { ruleInvisibleCharacter } from "./rules/invisible-character";
import { ruleLabelIdentity } from "./rules/label-identity";
import { ruleMatching } from "./rules/matching";
import { ruleMatchingPartly } from "./rules/matching-partly";
import { ruleMeaning } from "./rules/meaning";
import { ruleMisplacedField } from "./rules/misplaced-field";
import { ruleNegativeMatch } from "./rules/negative-match";
import { ruleNeverWritten } from "./rules/never-written";
import { ruleParserError } from "./rules/parser-error";
import { rulePercentage } from "./rules/percentage";
import { rulePlainPattern } from "./rules/plain-pattern";
import { ruleQuantile } from "./rules/quantile";
import { ruleRateOrCount } from "./rules/rate-or-count";
import { ruleRecordingName } from "./rules/recording-name";
import { ruleRecordingNowhere } from "./rules/recording-nowhere";
import { ruleEmptyRange, ruleRetention } from "./rules/retention";
import { ruleDirectory, ruleDiscardedField, ruleFileIgnored, ruleForm } from "./rules/rule-files";
import { ruleSelfMatch } from "./rules/self-match";
import { ruleSource } from "./rules/source";
import { ruleSwallowedQuery } from "./rules/swallowed-query";
import { ruleFunction, ruleRegexp, ruleSelector, ruleSyntax } from "./rules/syntax";
import { ruleTemplate } from "./rules/template";
import { ruleTemplateExpansion } from "./rules/template-expansion";
import { ruleTemplateForm } from "./rules/template-form";
import { ruleTemplateLeftover } from "./rules/template-leftover";
import { ruleThreshold } from "./rules/threshold";
import { ruleUnaggregated } from "./rules/unaggregated";
import { ruleUntrustedCommand } from "./rules/untrusted-command";
import { ruleWindow } from "./rules/window";
import { chartDigest } from "./stack/chart-digest";
import { chartRepository } from "./stack/chart-repository";
import { configMapSize } from "./stack/config-map-size";
import { controlPlaneAccess } from "./stack/control-plane-access";
import { createdNamespace } from "./stack/created-namespace";
import { datasourceUid } from "./stack/datasource-uid";
import { drillRule } from "./stack/drill-rule";
import { dropNames } from "./stack/drop-names";
import { dropFixture, dropStarves } from "./stack/drop-starves";
import { exactVersions } from "./stack/exact-versions";
import { imageDigest } from "./stack/image-digest";
import { kubernetesNames } from "./stack/kubernetes-names";
import { mountOptions } from "./stack/mount-options";
import { nfsServerName } from "./stack/nfs-server-name";
import { openAccess } from "./stack/open-access";
import { volumeBinding } from "./stack/volume-binding";
import { volumeReclaim } from "./stack/volume-reclaim";

/** Keys and values of the values files, and how the charts use them. */
const chartChecks: readonly Check[] = [
  chartKeys,
  chartConfiguration,
  exposedService,
  extraConfiguration,
  requiredValues,
  unexaminedValue,
];

/** Loki's configuration against its pod, as the chart renders both. */
const lokiChecks: readonly Check[] = [
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

/** The reserved resources compared with the declared load. */
export const loadChecks: readonly Check[] = [
  heapNeeded,
  ingestionRate,
  memoryLimit,
  memoryNeeded,
  streamLimit,
  volumeSize,
  walSize,
];

/** The agents' release, as the chart renders it. */
const alloyChecks: readonly Check[] = [agentCpu, agentFiles, agentMemory, agentPositions];

/** Mistakes that make Alloy fail or lose lines, although "alloy validate" accepts them; it does not run at synth. */
export const pipelineChecks: readonly Check[] = [
  componentReferences,
  linesArrive,
  stageRules,
  expressions,
  selectors,
  replacementGroups,
  labelNames,
  removedLabels,
  stageOrder,
  streamLabels,
  promisedLabels,
  writeEndpoints,
  fileGlobs,
  nodeScope,
  journalMachine,
];

/** Rule files: the first checks ensure that Loki can load them, the others that the rules can fire. */
export const ruleChecks: readonly Check[] = [
  ruleForm,
  ruleDiscardedField,
  ruleFileIgnored,
  ruleDirectory,
  ruleMisplacedField,
  ruleSwallowedQuery,
  ruleSyntax,
  ruleEvaluation,
  ruleFunction,
  ruleRegexp,
  ruleSelector,
  ruleTemplateForm,
  ruleSource,
  ruleFilter,
  ruleContradiction,
  ruleGrouping,
  ruleIdentity,
  ruleMatching,
  ruleMatchingPartly,
  ruleTemplate,
  ruleTemplateExpansion,
  ruleTemplateLeftover,
  ruleLabelIdentity,
  ruleUntrustedCommand,
  ruleSelfMatch,
  ruleNeverWritten,
  ruleInvisibleCharacter,
  ruleWindow,
  ruleEmptyRange,
  ruleRetention,
  ruleFor,
  ruleLongFor,
  ruleAbsence,
  ruleThreshold,
  ruleAlwaysFires,
  ruleAlwaysTrue,
  rulePercentage,
  ruleQuantile,
  ruleBool,
  ruleFlapping,
  ruleRateOrCount,
  ruleUnaggregated,
  ruleIdleFilter,
  rulePlainPattern,
  ruleNegativeMatch,
  ruleParserError,
  ruleConversionError,
  ruleDuplicate,
  ruleGroupName,
  ruleMeaning,
  ruleRecordingName,
  ruleRecordingNowhere,
  criticalSource,
  fixtureExpectation,
  ruleExpected,
  ruleExpectedNoise,
];

/** The stack's pods against the declared cluster. */
export const clusterChecks: readonly Check[] = [inotifyInstances, limitRange, quota, rolloutTime, taints];

/** The stack's objects against one another. */
export const stackChecks: readonly Check[] = [
  chartDigest,
  chartRepository,
  configMapSize,
  controlPlaneAccess,
  createdNamespace,
  datasourceUid,
  drillRule,
  dropFixture,
  dropNames,
  dropStarves,
  exactVersions,
  imageDigest,
  kubernetesNames,
  mountOptions,
  nfsServerName,
  openAccess,
  volumeBinding,
  volumeReclaim,
];

/** Every check, by the part of the system that it examines. */
export const checksByPart: Readonly<Record<string, readonly Check[]>> = {
  "Chart values": chartChecks,
  Loki: lokiChecks,
  "The load": loadChecks,
  Agents: alloyChecks,
  Pipelines: pipelineChecks,
  Rules: ruleChecks,
  "The cluster": clusterChecks,
  "The stack's objects": stackChecks,
};

export const checks: readonly Check[] = Object.values(checksByPart).flat();
