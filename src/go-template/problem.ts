/** Why Go would not parse a template, by the offsets of the piece at fault. */
export interface TemplateProblem {
  readonly from: number;
  readonly to: number;
  readonly got: string;
  readonly remedy: string;
}

/** The first thing that Go can't parse ends the reading, as it does in Go. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";

  constructor(readonly problem: TemplateProblem) {
    super(problem.got);
  }
}
