import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { nearest, quoted } from "../settings/messages";
import { isPlainObject } from "../settings/plain-object";
import type { SettingsErrorProps } from "../settings/settings-error";

/** Terraform's provider expands "~"; Node doesn't. */
export function expandHome(path: string, home: string): string {
  return path === "~" || path.startsWith("~/") ? join(home, path.slice(1)) : path;
}

/**
 * Returns what is wrong with the kubeconfig that the settings name. Terraform reads it at every plan. A machine that only
 * synthesizes, such as in CI, needs none: there, KUBE_CONFIG_PATH names the file of the machine that applies.
 * @param path relative to the project's folder, or starting with "~/"
 * @param context the context of the settings, if any
 * @param root the project's folder
 * @param home the user's home directory
 */
export function kubeconfigProblems(
  path: string,
  context: string | null,
  root: string,
  home = homedir(),
): readonly SettingsErrorProps[] {
  const file = resolve(root, expandHome(path, home));
  const content = read(file);
  if (typeof content === "string") return [invalidFile(path, content)];
  const contexts = Array.isArray(content["contexts"]) ? content["contexts"].map(nameOf) : [];
  if (contexts.length === 0) return [invalidFile(path, "which contains no context")];
  return context === null || contexts.includes(context) ? [] : [unknownContext(path, context, contexts)];
}

/** Returns the content of the file, or what is wrong with it. */
function read(file: string): Readonly<Record<string, unknown>> | string {
  try {
    const content: unknown = parse(readFileSync(file, "utf8"), { logLevel: "error" });
    return isPlainObject(content) ? content : "which is not a YAML mapping";
  } catch (error) {
    return FAULTS[codeOf(error)] ?? "which is not YAML";
  }
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "which does not exist",
  ENOTDIR: "which does not exist",
  EISDIR: "which is a directory",
  EACCES: "which is not readable",
};

function nameOf(entry: unknown): string {
  return isPlainObject(entry) ? String(entry["name"]) : "";
}

const WHY = "Terraform reads the cluster's address and the credentials from it, and would fail or use another cluster";

function invalidFile(path: string, fault: string): SettingsErrorProps {
  const atHome = path.replace(/^(\$HOME|\$\{HOME\}|~\w+)\//, "~/");
  return {
    setting: "kubeconfig",
    got: `${quoted(path)}, ${fault}`,
    expected: "an existing kubeconfig",
    why: WHY,
    remedy: `${atHome === path ? 'write the path of a file ("kubectl config view" shows its content)' : `write ${quoted(atHome)}`}, or leave the setting out and set KUBE_CONFIG_PATH on the machine that applies`,
  };
}

function unknownContext(path: string, context: string, contexts: readonly string[]): SettingsErrorProps {
  const meant = nearest(context, contexts);
  return {
    setting: "context",
    got: `${quoted(context)}, which ${path} does not contain`,
    expected: `one of ${contexts.map(quoted).join(", ")}`,
    why: WHY,
    remedy: meant === null ? "write one of these" : `did you mean ${quoted(meant)}?`,
  };
}
