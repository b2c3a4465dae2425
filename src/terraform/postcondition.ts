import { escapeTerraform } from "./escape";

/** A condition on a looked-up resource. If it is false, Terraform stops with the message. */
export interface Postcondition {
  readonly condition: string;
  readonly errorMessage: string;
}

/** @param expression in Terraform's language, with `self` for the looked-up resource */
export function postcondition(expression: string, errorMessage: string): Postcondition {
  return { condition: `\${${expression}}`, errorMessage: escapeTerraform(errorMessage) };
}
