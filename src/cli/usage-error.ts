/** A command line that can't be followed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
