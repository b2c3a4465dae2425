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
import { anyText, relativePath } from "../forms";
import { STACK } from "../stack-name";
import { fromStackFolder } from "./artefacts";
import { KubernetesBackend, type KubernetesBackendConfig } from "./kubernetes-backend";
import { forTerraform, literally } from "./text";

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
    const attach = (stack: TerraformStack) => new LocalBackend(stack, { path: forTerraform(fromStackFolder(path)) });
    return new Backend("local", { path }, attach, relativePath);
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/s3 */
  static s3(config: S3BackendConfig): Backend {
    const { bucket, key } = config;
    return new Backend("s3", { bucket, key }, (stack) => new S3Backend(stack, literally(config)));
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/gcs */
  static gcs(config: GcsBackendConfig): Backend {
    return new Backend("gcs", { bucket: config.bucket }, (stack) => new GcsBackend(stack, literally(config)));
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/azurerm */
  static azurerm(config: AzurermBackendConfig): Backend {
    const { storageAccountName, containerName, key } = config;
    const required = { storageAccountName, containerName, key };
    return new Backend("azurerm", required, (stack) => new AzurermBackend(stack, literally(config)));
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/http */
  static http(config: HttpBackendConfig): Backend {
    return new Backend("http", { address: config.address }, (stack) => new HttpBackend(stack, literally(config)));
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/pg */
  static pg(config: PgBackendConfig): Backend {
    return new Backend("pg", { connStr: config.connStr }, (stack) => new PgBackend(stack, literally(config)));
  }

  /** @see https://developer.hashicorp.com/terraform/language/backend/kubernetes */
  static kubernetes(config: KubernetesBackendConfig): Backend {
    const required = { secretSuffix: config.secretSuffix };
    return new Backend("kubernetes", required, (stack) => new KubernetesBackend(stack, literally(config)));
  }

  private constructor(
    readonly type: string,
    /** What the backend can't do without, by the name of its setting. */
    readonly required: Readonly<Record<string, string>>,
    /** Gives the stack this backend. */
    readonly attachTo: (stack: TerraformStack) => void,
    /** What the required texts have to look like. */
    readonly form = anyText,
  ) {
    Object.freeze(this.required);
    Object.freeze(this);
  }
}
