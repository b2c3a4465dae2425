/** Describes an invalid setting or file in the user's terms. */
export interface SettingsErrorProps {
  /** The invalid setting or file, such as "loki.wal.size" or "rules/log-alerts.yaml:12". */
  readonly setting: string;
  /** The current value. */
  readonly got: string;
  /** The values that are valid. */
  readonly expected: string;
  /** The consequence of the current value, or the reason for the rule. */
  readonly why: string;
  /** What to write or do instead. */
  readonly remedy: string;
}

/**
 * One or more errors in the user's input. Commands print the message without a stack trace, which would not help the
 * user. The message has one block per problem.
 */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly SettingsErrorProps[];

  constructor(...problems: readonly SettingsErrorProps[]) {
    super(problems.map((problem) => formatError(problem)).join("\n\n"));
    this.problems = problems;
  }
}

/** Returns the problems of the SettingsError that a call throws, or none. */
export function problemsOf(call: () => unknown): readonly SettingsErrorProps[] {
  try {
    call();
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

/**
 * Formats an error for the terminal: the first line says where and what, the indented lines why and how to fix it.
 * @param id the id of the check that reports the error, if any
 */
export function formatError({ setting, got, expected, why, remedy }: SettingsErrorProps, id?: string): string {
  const suffix = id === undefined ? "" : ` [${id}]`;
  return [`${setting}: got ${got}, expected ${expected}${suffix}`, `  why     ${why}`, `  remedy  ${remedy}`].join(
    "\n",
  );
}
