/** A condition that Terraform checks, from an expression in its language. */
export function condition(expression: string): string {
  return `\${${expression}}`;
}
