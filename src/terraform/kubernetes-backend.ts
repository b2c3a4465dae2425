import { TerraformBackend, type TerraformStack } from "cdktf";

/** @see https://developer.hashicorp.com/terraform/language/backend/kubernetes */
export interface KubernetesBackendConfig {
  /** The end of the Secret's name that holds the state. */
  readonly secretSuffix: string;
  /**
   * The namespace of the Secret.
   * @default "default"
   */
  readonly namespace?: string;
  /**
   * The kubeconfig file, as Terraform sees it.
   * @default - what KUBE_CONFIG_PATH names
   */
  readonly configPath?: string;
  /**
   * The kubeconfig's context.
   * @default - what KUBE_CTX names, or the file's current context
   */
  readonly configContext?: string;
}

/** The state in a Secret of a cluster. cdktf has no class for this backend of Terraform. */
export class KubernetesBackend extends TerraformBackend {
  constructor(
    stack: TerraformStack,
    private readonly config: KubernetesBackendConfig,
  ) {
    super(stack, "backend", "kubernetes");
  }

  protected override synthesizeAttributes() {
    return {
      secret_suffix: this.config.secretSuffix,
      namespace: this.config.namespace,
      config_path: this.config.configPath,
      config_context: this.config.configContext,
    };
  }

  protected override synthesizeHclAttributes() {
    return {};
  }

  /** Reading another stack's outputs: this plan has one stack and no outputs. */
  override getRemoteStateDataSource(): never {
    throw new Error("the Kubernetes backend of this plan is not read by other stacks");
  }
}
