/** Describes an invalid setting or file in the user's terms. */
export interface SettingsErrorProps {
  /** The invalid setting or file, as the user finds it ("loki.wal.size", "rules/log-alerts.yaml:12"). */
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

/** An error in what the user wrote. Its message is all the user sees: a stack trace would not help. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(readonly props: SettingsErrorProps) {
    super(formatError(props));
  }
}

/**
 * Describes a package that isn't installed: npm leaves out optional packages with --omit=optional, and if one fails to
 * install.
 * @param purpose what the package does, such as "draws the plots"
 */
export function missingPackage(name: string, purpose: string): SettingsError {
  return new SettingsError({
    setting: "node_modules",
    got: `no package ${name}`,
    expected: "the optional packages",
    why: `${name} ${purpose}; synth and check work without it`,
    remedy: "install the optional packages: npm ci --include=optional",
  });
}

/**
 * Formats an error for the terminal: the first line says where and what, the indented lines say why and how to fix it.
 * @param id the check that found it, if any
 */
export function formatError({ setting, got, expected, why, remedy }: SettingsErrorProps, id?: string): string {
  const suffix = id === undefined ? "" : ` [${id}]`;
  return [`${setting}: got ${got}, expected ${expected}${suffix}`, `  why     ${why}`, `  remedy  ${remedy}`].join(
    "\n",
  );
}

/** A range in a file of the project. Lines and columns count from one; the end is exclusive. */
export interface SourceLocation {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The command line is invalid. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
