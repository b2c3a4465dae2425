import type { SettingsReader } from "./settings-reader";
import { anyText, type TextValidator } from "./validators";

/** Accepts findings of one check, so that they don't stop the synthesis. */
export interface AcceptSettings {
  /** The check's id, as the finding shows it. */
  readonly check: string;
  /**
   * The setting or rule of the one accepted finding, as the finding's `accept` line shows it.
   * @default - every finding of the check
   */
  readonly setting?: string;
  /** Why the finding is intended; every synthesis prints it. */
  readonly reason: string;
}

export interface AcceptanceModel {
  readonly check: string;
  /** Null accepts every finding of the check. */
  readonly setting: string | null;
  readonly reason: string;
  /** Its path in the settings, such as "accept[0]". */
  readonly path: string;
}

const REASON: TextValidator = {
  ...anyText,
  expected: "a reason",
  why: "every synthesis prints the reason, so that readers know why the finding is intended",
  remedy: "write why the finding is intended",
};

export function resolveAcceptance(reader: SettingsReader<AcceptSettings>): AcceptanceModel {
  return {
    check: reader.text("check", anyText),
    setting: reader.optionalText("setting", anyText),
    reason: reader.text("reason", REASON),
    path: reader.path,
  };
}
