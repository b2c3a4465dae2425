import type {
  AzurermBackendConfig,
  GcsBackendConfig,
  HttpBackendConfig,
  PgBackendConfig,
  S3BackendConfig,
} from "cdktf";
import {
  AZURERM_SECRETS,
  type BackendSecrets,
  GCS_SECRETS,
  HTTP_SECRETS,
  PG_SECRETS,
  S3_SECRETS,
  type VARIABLES,
} from "./backend-secrets";
import { STACK } from "./stack-folder";

/** A backend's configuration without its secrets, which Terraform reads from the environment. */
type WithoutSecrets<Config, Type extends keyof typeof VARIABLES> = Omit<Config, keyof (typeof VARIABLES)[Type]>;

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
  | { readonly type: "s3"; readonly config: WithoutSecrets<S3BackendConfig, "s3"> }
  | { readonly type: "gcs"; readonly config: WithoutSecrets<GcsBackendConfig, "gcs"> }
  | { readonly type: "azurerm"; readonly config: WithoutSecrets<AzurermBackendConfig, "azurerm"> }
  | { readonly type: "http"; readonly config: WithoutSecrets<HttpBackendConfig, "http"> }
  | { readonly type: "pg"; readonly config: PgBackendConfig }
  | { readonly type: "kubernetes"; readonly config: KubernetesBackendConfig };

/**
 * Where Terraform stores its state. Credentials come from the backend's environment variables: this configuration is
 * written into the synthesized stack, so it accepts none.
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
  static s3(config: WithoutSecrets<S3BackendConfig, "s3">): Backend {
    return new Backend({ type: "s3", config }, ["bucket", "key"], S3_SECRETS);
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/gcs */
  static gcs(config: WithoutSecrets<GcsBackendConfig, "gcs">): Backend {
    return new Backend({ type: "gcs", config }, ["bucket"], GCS_SECRETS);
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/azurerm */
  static azurerm(config: WithoutSecrets<AzurermBackendConfig, "azurerm">): Backend {
    return new Backend({ type: "azurerm", config }, ["storageAccountName", "containerName", "key"], AZURERM_SECRETS);
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/http */
  static http(config: WithoutSecrets<HttpBackendConfig, "http">): Backend {
    return new Backend({ type: "http", config }, ["address"], HTTP_SECRETS);
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/pg */
  static pg(config: PgBackendConfig): Backend {
    return new Backend({ type: "pg", config }, ["connStr"], PG_SECRETS);
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/kubernetes */
  static kubernetes(config: KubernetesBackendConfig): Backend {
    return new Backend({ type: "kubernetes", config }, ["secretSuffix"]);
  }

  private constructor(
    readonly choice: BackendChoice,
    /** The settings that the backend requires. */
    readonly required: readonly string[],
    /** The settings that are refused because the configuration is not confidential. */
    readonly secrets: BackendSecrets = {},
  ) {
    Object.freeze(this);
  }
}
