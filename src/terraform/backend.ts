import {
  AzurermBackend,
  type AzurermBackendConfig,
  GcsBackend,
  type GcsBackendConfig,
  HttpBackend,
  type HttpBackendConfig,
  LocalBackend,
  PgBackend,
  type PgBackendConfig,
  S3Backend,
  type S3BackendConfig,
  TerraformBackend,
  type TerraformStack,
} from "cdktf";
import { escapeTerraform } from "./escape";
import { fromStackFolder, STACK } from "./stack-folder";

/**
 * Stores the state in a Secret.
 * @see https://developer.hashicorp.com/terraform/language/backend/kubernetes
 */
export interface KubernetesBackendConfig {
  /** Suffix of the Secret's name. */
  readonly secretSuffix: string;
  /**
   * Namespace of the Secret.
   * @default "default"
   */
  readonly namespace?: string;
  /**
   * Path of the kubeconfig, relative to the stack's folder.
   * @default - the file in KUBE_CONFIG_PATH
   */
  readonly configPath?: string;
  /**
   * Context of the kubeconfig.
   * @default - the context in KUBE_CTX, or the current context of the file
   */
  readonly configContext?: string;
}

/** Each backend by its name in Terraform, with its configuration. */
export type BackendChoice =
  | { readonly type: "local"; readonly config: { readonly path: string } }
  | { readonly type: "s3"; readonly config: S3BackendConfig }
  | { readonly type: "gcs"; readonly config: GcsBackendConfig }
  | { readonly type: "azurerm"; readonly config: AzurermBackendConfig }
  | { readonly type: "http"; readonly config: HttpBackendConfig }
  | { readonly type: "pg"; readonly config: PgBackendConfig }
  | { readonly type: "kubernetes"; readonly config: KubernetesBackendConfig };

/**
 * Where Terraform stores its state. Pass credentials in the backend's environment variables, not here: this
 * configuration is written into the synthesized stack.
 */
export class Backend {
  /**
   * A file on this machine.
   * @param path relative to the project's folder; the default is the name that cdktf's CLI expects
   */
  static local(path = `terraform.${STACK}.tfstate`): Backend {
    return new Backend({ type: "local", config: { path } }, ["path"]);
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/s3 */
  static s3(config: S3BackendConfig): Backend {
    return new Backend({ type: "s3", config }, ["bucket", "key"]);
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/gcs */
  static gcs(config: GcsBackendConfig): Backend {
    return new Backend({ type: "gcs", config }, ["bucket"]);
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/azurerm */
  static azurerm(config: AzurermBackendConfig): Backend {
    return new Backend({ type: "azurerm", config }, ["storageAccountName", "containerName", "key"]);
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/http */
  static http(config: HttpBackendConfig): Backend {
    return new Backend({ type: "http", config }, ["address"]);
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/pg */
  static pg(config: PgBackendConfig): Backend {
    return new Backend({ type: "pg", config }, ["connStr"]);
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/kubernetes */
  static kubernetes(config: KubernetesBackendConfig): Backend {
    return new Backend({ type: "kubernetes", config }, ["secretSuffix"]);
  }

  private constructor(
    readonly choice: BackendChoice,
    /** The settings that the backend requires. */
    readonly required: readonly string[],
  ) {
    Object.freeze(this);
  }
}

/** Gives the stack its backend. */
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

  /** Would read another stack's outputs. There is only one stack, and it has no outputs. */
  override getRemoteStateDataSource(): never {
    throw new Error("the Kubernetes backend has no remote state for other stacks");
  }
}
