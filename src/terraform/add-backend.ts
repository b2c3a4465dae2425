import {
  AzurermBackend,
  GcsBackend,
  HttpBackend,
  LocalBackend,
  PgBackend,
  S3Backend,
  type TerraformBackend,
  type TerraformStack,
} from "cdktf";
import { fromStackFolder } from "./artefacts";
import type { BackendChoice } from "./backend";
import { KubernetesBackend } from "./kubernetes-backend";
import { escapeTerraform } from "./text";

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
