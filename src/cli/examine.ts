import { checks } from "../checks";
import type { Check } from "../checks/check";
import { type Report, report } from "../checks/runner";
import { resolveModel } from "../model";
import type { Settings } from "../settings/settings";
import type { SettingsError } from "../settings/settings-error";
import { type RenderedStack, renderStack } from "../stack/rendered-stack";

/** What would be deployed, and what the checks say of it. */
export interface Examined {
  readonly deployment: RenderedStack;
  readonly report: Report;
}

/**
 * @param root the project's folder
 * @throws SettingsError for settings that no model can be made of
 */
export function examine(settings: Settings, root: string): Examined {
  const deployment = renderStack(resolveModel(settings, root), root);
  return { deployment, report: report(checks, deployment) };
}

/** What became of settings that no model can be made of: one finding, in the words of the refusal. */
export function refusedReport(refusal: SettingsError): Report {
  const { why, ...finding } = refusal.props;
  const check: Check = { id: "settings", severity: "error", reason: why, evidence: "", find: () => [finding] };
  return { findings: [{ check, finding, acceptable: false }], accepted: [], notChecked: [], passed: [] };
}
