import { escapeTerraform } from "./escape";

/** What Terraform checks of a resource it has looked up; it stops with the message if the condition is false. */
export interface Postcondition {
  readonly condition: string;
  readonly errorMessage: string;
}

/** @param expression in Terraform's language, with `self` for the looked-up resource */
export function postcondition(expression: string, errorMessage: string): Postcondition {
  return { condition: `\${${expression}}`, errorMessage: escapeTerraform(errorMessage) };
}

/** The Kubernetes provider doesn't fail if it looks up a namespace that doesn't exist. */
export function namespaceExists(errorMessage: string): Postcondition {
  return postcondition('try(self.metadata[0].uid, "") != ""', errorMessage);
}
