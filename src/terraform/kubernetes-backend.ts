import { TerraformBackend, type TerraformStack } from "cdktf";
import type { KubernetesBackendConfig } from "./backend";

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
