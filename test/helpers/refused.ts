import { Refusal, type RefusalProps } from "../../src/settings/settings-error";

/** What a person is told whose settings or files are refused. */
export function refused(attempt: () => unknown): RefusalProps {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Refusal) return error.props;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** What a person is told who wrote a value of another kind. */
export function notA(wanted: string, setting: string, got: string): Partial<RefusalProps> {
  return { setting, got, wanted, remedy: `write ${wanted}, or leave the setting out where it has a default` };
}
