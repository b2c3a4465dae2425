import type { Check } from "../check";
import { componentReferences } from "./component-references";
import { expressions } from "./expressions";
import { fileGlobs } from "./file-globs";
import { journalMachine } from "./journal-machine";
import { labelNames } from "./label-names";
import { linesArrive } from "./lines-arrive";
import { nodeScope } from "./node-scope";
import { promisedLabels } from "./promised-labels";
import { removedLabels } from "./removed-labels";
import { replacementGroups } from "./replacement-groups";
import { selectors } from "./selectors";
import { stageOrder } from "./stage-order";
import { stageRules } from "./stage-rules";
import { streamLabels } from "./stream-labels";
import { writeEndpoints } from "./write-endpoints";

/** What "alloy validate" does not look into, or no one has run where a plan is synthesized. */
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
