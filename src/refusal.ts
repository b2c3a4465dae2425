/** What is wrong with something a person wrote, in that person's words. */
export interface RefusalProps {
  /** The setting or file at fault, as the person finds it ("loki.wal.size", "rules/log-alerts.yaml:12"). */
  readonly setting: string;
  /** What was written. */
  readonly got: string;
  /** What would have been right. */
  readonly wanted: string;
  /** Why it matters. */
  readonly because: string;
  /** What to write instead, or what to do. */
  readonly remedy: string;
}

/** A plan that must not be synthesized. Its message is all that a person sees of it: no stack trace helps them. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  constructor(readonly props: RefusalProps) {
    super(
      [
        `${props.setting} is refused`,
        `  got      ${props.got}`,
        `  wanted   ${props.wanted}`,
        `  because  ${props.because}`,
        `  remedy   ${props.remedy}`,
      ].join("\n"),
    );
  }
}
