import { SettingsError, type SettingsErrorProps } from "../../src/settings/settings-error";

/** Returns the properties of the SettingsError that a call throws. */
export function settingsError(call: () => unknown): SettingsErrorProps {
  try {
    call();
  } catch (error) {
    if (error instanceof SettingsError) return error.props;
    throw error;
  }
  throw new Error("no SettingsError was thrown");
}

/** Returns the properties of the error for a value of the wrong type. */
export function wrongType(expected: string, setting: string, got: string): Partial<SettingsErrorProps> {
  return { setting, got, expected, remedy: `write ${expected}, or leave the setting out if it has a default` };
}
