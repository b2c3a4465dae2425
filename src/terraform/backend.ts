import type {
  AzurermBackendConfig,
  GcsBackendConfig,
  HttpBackendConfig,
  PgBackendConfig,
  S3BackendConfig,
} from "cdktf";
import { STACK } from "./stack-folder";

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
