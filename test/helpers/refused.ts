import { SettingsError, type SettingsErrorProps } from "../../src/settings/settings-error";

/** What a person is told whose settings or files are refused. */
export function refused(attempt: () => unknown): SettingsErrorProps {
  try {
    attempt();
  } catch (error) {
    if (error instanceof SettingsError) return error.props;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** What a person is told who wrote a value of another kind. */
export function wrongType(expected: string, setting: string, got: string): Partial<SettingsErrorProps> {
  return { setting, got, expected, remedy: `write ${expected}, or leave the setting out if it has a default` };
}
