import { SettingsError } from "./settings-error";

/** Invalid command-line arguments. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Returns the error for a missing optional package. npm skips optional packages with --omit=optional, and those that
 * fail to install.
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
