/** What is wrong with something a person wrote, in that person's words. */
export interface SettingsErrorProps {
  /** The setting or file at fault, as the person finds it ("loki.wal.size", "rules/log-alerts.yaml:12"). */
  readonly setting: string;
  /** What was written. */
  readonly got: string;
  /** What would have been right. */
  readonly expected: string;
  /** Why it matters. */
  readonly because: string;
  /** What to write instead, or what to do. */
  readonly remedy: string;
}

/** A plan that must not be synthesized. Its message is all that a person sees of it: no stack trace helps them. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(readonly props: SettingsErrorProps) {
    super(`${props.setting} is refused\n${explained(props)}`);
  }
}

/** The four lines under the name of what is wrong. */
export function explained({ got, expected, because, remedy }: Omit<SettingsErrorProps, "setting">): string {
  return [`  got      ${got}`, `  expected   ${expected}`, `  because  ${because}`, `  remedy   ${remedy}`].join("\n");
}
