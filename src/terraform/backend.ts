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
  type TerraformStack,
} from "cdktf";
import { STACK } from "../stack-name";
import { fromStackFolder } from "./artefacts";
import { KubernetesBackend, type KubernetesBackendConfig } from "./kubernetes-backend";

/**
 * Where Terraform keeps the state. Credentials belong into the backend's environment variables, not here: what is
 * written here stands in the plan.
 */
export class Backend {
  /**
   * A file on this machine.
   * @param path relative to the project's folder; the default is the name that cdktf's CLI looks for
   */
  static local(path = `terraform.${STACK}.tfstate`): Backend {
    return new Backend("local", { path }, (stack) => new LocalBackend(stack, { path: fromStackFolder(path) }));
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/s3 */
  static s3(config: S3BackendConfig): Backend {
    const { bucket, key } = config;
    return new Backend("s3", { bucket, key }, (stack) => new S3Backend(stack, config));
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/gcs */
  static gcs(config: GcsBackendConfig): Backend {
    return new Backend("gcs", { bucket: config.bucket }, (stack) => new GcsBackend(stack, config));
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/azurerm */
  static azurerm(config: AzurermBackendConfig): Backend {
    const { storageAccountName, containerName, key } = config;
    const required = { storageAccountName, containerName, key };
    return new Backend("azurerm", required, (stack) => new AzurermBackend(stack, config));
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/http */
  static http(config: HttpBackendConfig): Backend {
    return new Backend("http", { address: config.address }, (stack) => new HttpBackend(stack, config));
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/pg */
  static pg(config: PgBackendConfig): Backend {
    return new Backend("pg", { connStr: config.connStr }, (stack) => new PgBackend(stack, config));
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/kubernetes */
  static kubernetes(config: KubernetesBackendConfig): Backend {
    const required = { secretSuffix: config.secretSuffix };
    return new Backend("kubernetes", required, (stack) => new KubernetesBackend(stack, config));
  }

  private constructor(
    readonly type: string,
    /** What the backend can't do without, by the name of its setting. */
    readonly required: Readonly<Record<string, string>>,
    /** Gives the stack this backend. */
    readonly attachTo: (stack: TerraformStack) => void,
  ) {
    Object.freeze(this);
  }
}
