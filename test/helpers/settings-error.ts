import { problemsOf, type SettingsErrorProps } from "../../src/settings/settings-error";

/** Returns the only problem of the SettingsError that a call throws. */
export function settingsError(call: () => unknown): SettingsErrorProps {
  const [problem, ...others] = problemsOf(call);
  if (problem === undefined) throw new Error("no SettingsError was thrown");
  expect(others).toEqual([]);
  return problem;
}

/** Returns the properties of the error for a value of the wrong type. */
export function wrongType(expected: string, setting: string, got: string, meant?: string): Partial<SettingsErrorProps> {
  return {
    setting,
    got,
    expected,
    remedy: `write ${meant ?? `${expected}, or leave the setting out if it has a default`}`,
  };
}
