import { formed, type TextForm } from "../settings/messages";
import { Refusal } from "../settings/settings-error";
import type { Section } from "../settings/settings-reader";
import { anyText, relativePath } from "../settings/validators";
import { fromStackFolder } from "./artefacts";
import { Backend, type BackendChoice } from "./backend";
import type { TerraformSettings } from "./settings";

export interface TerraformModel {
  readonly backend: BackendChoice;
  /** As Terraform sees it from the stack's folder; null for what the environment names. */
  readonly kubeconfig: string | null;
  /** Null for what the environment names. */
  readonly context: string | null;
  readonly lookUps: boolean;
}

const kubeconfigPath: TextForm = {
  pattern: /^(~\/)?(?!\/)[^\s\\]+$/,
  wanted: 'a path relative to the project\'s folder, or one that begins with "~/"',
  because: "an absolute path exists on one machine only and would be written into the plan",
  remedy: "leave it out and name the file in KUBE_CONFIG_PATH",
};

export function resolveTerraform(section: Section<TerraformSettings>): TerraformModel {
  const kubeconfig = section.optionalText("kubeconfig", kubeconfigPath);
  return {
    backend: resolveBackend(section),
    kubeconfig: kubeconfig === null || kubeconfig.startsWith("~") ? kubeconfig : fromStackFolder(kubeconfig),
    context: section.optionalText("context", anyText),
    lookUps: section.flag("lookUps", true),
  };
}

function resolveBackend(section: Section<TerraformSettings>): BackendChoice {
  const backend = section.raw("backend") ?? Backend.local();
  if (!(backend instanceof Backend)) throw notABackend(section.named("backend"));
  const { choice, required } = backend;
  const written = new Map<string, unknown>(Object.entries(choice.config));
  for (const key of required) {
    const value = written.get(key);
    if (typeof value !== "string" || value === "") throw incomplete(section.named(`backend.${key}`), choice, value);
  }
  if (choice.type === "local") formed(choice.config.path, relativePath, section.named("backend.path"));
  return choice;
}

function notABackend(setting: string): Refusal {
  return new Refusal({
    setting,
    got: "something else",
    wanted: "one of the backends, such as Backend.s3({ bucket, key, region })",
    because: "without a backend that Terraform knows, the state of the cluster would be lost or kept nowhere",
    remedy: "write Backend.local(), s3, gcs, azurerm, http, pg or kubernetes, or leave it out for a local file",
  });
}

function incomplete(setting: string, backend: BackendChoice, value: unknown): Refusal {
  return new Refusal({
    setting,
    got: value === undefined || value === "" ? "nothing" : String(value),
    wanted: `a text: the ${backend.type} backend can't do without it`,
    because: "Terraform would ask for it at every run, and fail where nobody answers",
    remedy: `add it to Backend.${backend.type}({ ... })`,
  });
}
