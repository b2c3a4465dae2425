import type { Check } from "../check";
import { ruleAbsence } from "./absence";
import { ruleBool } from "./bool";
import { ruleDuplicate } from "./duplicate";
import { ruleFlapping } from "./flapping";
import { ruleFor } from "./for";
import { ruleForm } from "./form";
import { ruleFunction } from "./function";
import { ruleGrouping } from "./grouping";
import { ruleNegativeMatch } from "./negative-match";
import { ruleNeverWritten } from "./never-written";
import { ruleParserError } from "./parser-error";
import { ruleRateOrCount } from "./rate-or-count";
import { ruleRecordingName } from "./recording-name";
import { ruleRecordingNowhere } from "./recording-nowhere";
import { ruleRegexp } from "./regexp";
import { ruleSelector } from "./selector";
import { ruleSelfMatch } from "./self-match";
import { ruleSource } from "./source";
import { ruleSyntax } from "./syntax";
import { ruleTemplate } from "./template";
import { ruleTemplateForm } from "./template-form";
import { ruleUnaggregated } from "./unaggregated";
import { ruleWindow } from "./window";

/** The checks of rule files: first whether Loki reads them, then whether they find what they mean. */
export const ruleChecks: readonly Check[] = [
  ruleForm,
  ruleSyntax,
  ruleFunction,
  ruleRegexp,
  ruleSelector,
  ruleTemplateForm,
  ruleSource,
  ruleGrouping,
  ruleTemplate,
  ruleSelfMatch,
  ruleNeverWritten,
  ruleWindow,
  ruleFor,
  ruleAbsence,
  ruleBool,
  ruleFlapping,
  ruleRateOrCount,
  ruleUnaggregated,
  ruleNegativeMatch,
  ruleParserError,
  ruleDuplicate,
  ruleRecordingName,
  ruleRecordingNowhere,
];
