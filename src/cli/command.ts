import type { ParseArgsConfig } from "node:util";
import type { Settings } from "../settings/settings";

/** Something that the entry can do with an installation's settings. */
export interface Command {
  readonly name: string;
  /** How it is called, for a person who called it otherwise. */
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /**
   * @param root the project's folder
   * @throws SettingsError for settings that no model can be made of
   * @throws UsageError for options that it doesn't take
   */
  readonly run: (settings: Settings, root: string, options: Readonly<Record<string, unknown>>) => void | Promise<void>;
}
