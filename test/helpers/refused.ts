import { SettingsError, type SettingsErrorProps } from "../../src/settings/settings-error";

/** Returns the properties of the SettingsError that the attempt throws. */
export function refused(attempt: () => unknown): SettingsErrorProps {
  try {
    attempt();
  } catch (error) {
    if (error instanceof SettingsError) return error.props;
    throw error;
  }
  throw new Error("the attempt threw no SettingsError");
}

/** Returns the properties of the error for a value of the wrong type. */
export function wrongType(expected: string, setting: string, got: string): Partial<SettingsErrorProps> {
  return { setting, got, expected, remedy: `write ${expected}, or leave the setting out if it has a default` };
}
