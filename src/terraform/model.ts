import type { SettingsErrorProps } from "../settings/settings-error";
import type { SettingsReader } from "../settings/settings-reader";
import { anyText, invalidText, isValidText, relativePath, type TextValidator } from "../settings/validators";
import { Backend, type BackendChoice } from "./backend";
import { secretsIn } from "./backend-secrets";
import { kubeconfigProblems } from "./kubeconfig";
import { fromStackFolder } from "./stack-folder";

/** Terraform's state, its access to the cluster, and its look-ups. */
export interface TerraformSettings {
  /**
   * Where Terraform stores its state.
   * @default - a file next to main.ts
   * @see https://developer.hashicorp.com/terraform/language/backend
   */
  readonly backend?: Backend;
  /**
   * Path of the kubeconfig, relative to the project's folder or starting with "~/". It must exist where synth runs.
   * @default - the file in KUBE_CONFIG_PATH
   */
  readonly kubeconfig?: string;
  /**
   * Context of the kubeconfig.
   * @default - the context in KUBE_CTX, or the current context of the file
   */
  readonly context?: string;
  /**
   * Whether Terraform's plan looks up what the stack needs but doesn't own, such as Alertmanager's Service or an
   * existing namespace, and fails if it is missing.
   * @default true
   */
  readonly lookUps?: boolean;
}

export interface TerraformModel {
  readonly backend: BackendChoice;
  /** Relative to the stack's folder. Null if the environment determines it. */
  readonly kubeconfig: string | null;
  /** Null if the environment determines it. */
  readonly context: string | null;
  readonly lookUps: boolean;
}

const kubeconfigPath: TextValidator = {
  pattern: /^(~\/)?(?!\/)[^\s\\\p{Cc}]{1,255}$/u,
  expected: 'a path relative to the project\'s folder, or one that starts with "~/"',
  why: "an absolute path exists on one machine only, and it would be part of the synthesized stack",
  remedy: "leave it out and set KUBE_CONFIG_PATH",
};

/** @param root the project's folder, which the path of a kubeconfig is relative to */
export function resolveTerraform(reader: SettingsReader<TerraformSettings>, root: string): TerraformModel {
  const kubeconfig = reader.optionalText("kubeconfig", kubeconfigPath);
  const context = reader.optionalText("context", anyText);
  if (kubeconfig !== null && reader.areValid("kubeconfig", "context"))
    for (const problem of kubeconfigProblems(kubeconfig, context, root))
      reader.refuse({ ...problem, setting: reader.fullName(problem.setting) });
  return {
    backend: resolveBackend(reader),
    kubeconfig: kubeconfig === null || kubeconfig.startsWith("~") ? kubeconfig : fromStackFolder(kubeconfig),
    context,
    lookUps: reader.flag("lookUps", true),
  };
}

function resolveBackend(reader: SettingsReader<TerraformSettings>): BackendChoice {
  const backend = reader.raw("backend") ?? Backend.local();
  if (!(backend instanceof Backend)) {
    reader.refuse(notABackend(reader.fullName("backend")));
    return Backend.local().choice;
  }
  const { choice, required, secrets } = backend;
  for (const problem of secretsIn(choice.config, secrets, (key) => reader.fullName(`backend.${key}`)))
    reader.refuse(problem);
  const written = new Map<string, unknown>(Object.entries(choice.config));
  for (const key of required) {
    const value = written.get(key);
    if (typeof value !== "string" || value === "")
      reader.refuse(incomplete(reader.fullName(`backend.${key}`), choice, value));
  }
  const path = written.get("path");
  if (choice.type === "local" && reader.areValid("backend.path") && !isValidText(path, relativePath))
    reader.refuse(invalidText(path, relativePath, reader.fullName("backend.path")));
  return choice;
}

function notABackend(setting: string): SettingsErrorProps {
  return {
    setting,
    got: "a value of another type",
    expected: "a backend, such as Backend.s3({ bucket, key, region })",
    why: "without a valid backend, Terraform's state would be lost",
    remedy: "write Backend.local(…), s3, gcs, azurerm, http, pg or kubernetes, or leave it out for a local file",
  };
}

function incomplete(setting: string, backend: BackendChoice, value: unknown): SettingsErrorProps {
  return {
    setting,
    got: value === undefined || value === "" ? "nothing" : String(value),
    expected: `a string, which the ${backend.type} backend requires`,
    why: "Terraform would prompt for it at every run, and fail without a terminal",
    remedy: `add it to Backend.${backend.type}({ ... })`,
  };
}
