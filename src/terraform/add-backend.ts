import {
  AzurermBackend,
  GcsBackend,
  HttpBackend,
  LocalBackend,
  PgBackend,
  S3Backend,
  TerraformBackend,
  type TerraformStack,
} from "cdktf";
import type { BackendChoice, KubernetesBackendConfig } from "./backend";
import { escapeTerraform } from "./escape";
import { fromStackFolder } from "./stack-folder";

/** Adds the backend to the stack. */
export function addBackend(stack: TerraformStack, choice: BackendChoice): TerraformBackend {
  const { type, config } = escapeTerraform(choice);
  switch (type) {
    case "local":
      return new LocalBackend(stack, { path: fromStackFolder(config.path) });
    case "s3":
      return new S3Backend(stack, config);
    case "gcs":
      return new GcsBackend(stack, config);
    case "azurerm":
      return new AzurermBackend(stack, config);
    case "http":
      return new HttpBackend(stack, config);
    case "pg":
      return new PgBackend(stack, config);
    case "kubernetes":
      return new KubernetesBackend(stack, config);
  }
}

/** Stores the state in a Secret. cdktf has no class for this backend. */
class KubernetesBackend extends TerraformBackend {
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

  /** Would read another stack's outputs, but the project has only one stack, without outputs. */
  override getRemoteStateDataSource(): never {
    throw new Error("the Kubernetes backend has no remote state for other stacks");
  }
}
