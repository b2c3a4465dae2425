import type { Backend } from "./backend";

/** How Terraform reaches the cluster and where it keeps its state. */
export interface TerraformSettings {
  /**
   * Where the state is kept.
   * @default - a file beside main.ts
   * @see https://developer.hashicorp.com/terraform/language/backend
   */
  readonly backend?: Backend;
  /**
   * The kubeconfig file, relative to the project's folder or beginning with "~/".
   * @default - what KUBE_CONFIG_PATH names
   */
  readonly kubeconfig?: string;
  /**
   * The kubeconfig's context.
   * @default - what KUBE_CTX names, or the file's current context
   */
  readonly context?: string;
  /**
   * Whether a plan looks up what it depends on but doesn't own (the Alertmanager's Service, an existing namespace) and
   * refuses where it is missing.
   * @default true
   */
  readonly lookUps?: boolean;
}
