import type { SettingsReader } from "./settings-reader";
import { anyText } from "./validators";

/** A finding of a check that shall not stop the plan. */
export interface AcceptSettings {
  /** The check's name, as the finding shows it. */
  readonly check: string;
  /**
   * The setting or rule whose finding is accepted, as the finding's own acceptance names it.
   * @default - every finding of the check
   */
  readonly setting?: string;
  /** Why it is right here; the summary of every synthesis prints it. */
  readonly reason: string;
}

export interface AcceptanceModel {
  readonly check: string;
  /** Null for every finding of the check. */
  readonly setting: string | null;
  readonly reason: string;
  /** How a person finds it in the settings. */
  readonly path: string;
}

export function resolveAcceptance(reader: SettingsReader<AcceptSettings>): AcceptanceModel {
  return {
    check: reader.text("check", anyText),
    setting: reader.optionalText("setting", anyText),
    reason: reader.text("reason", anyText),
    path: reader.path,
  };
}
