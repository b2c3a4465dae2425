/** The stack's name: the folder of its output, and how Terraform's tools call it. */
export const STACK = "log-collection";
