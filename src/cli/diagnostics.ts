import { resolve } from "node:path";
import { rbacManifests, readSubject, type Subject } from "../diagnostics/rbac";
import { withDependencies } from "../diagnostics/runner";
import { runSuite, type Suite, type SuiteOptions } from "../diagnostics/suite";
import { connect } from "../kube/cluster";
import type { Model } from "../model";
import { missingPackage, UsageError } from "../settings/errors";
import { stackFolder } from "../terraform/stack-folder";
import { Duration } from "../units";
import { type Command, invalidChoice, type ParsedOptions } from "./command";

/** The options that preflight and verify share. */
export const DIAGNOSTIC_OPTIONS = {
  context: { type: "string", multiple: true },
  kubeconfig: { type: "string" },
  only: { type: "string", multiple: true },
  json: { type: "boolean" },
  junit: { type: "string" },
  watch: { type: "boolean" },
  for: { type: "string" },
  rbac: { type: "boolean" },
  subject: { type: "string" },
  "read-only": { type: "boolean" },
} as const satisfies Command["options"];

export const DIAGNOSTIC_USAGE = `[-- [--context <name>]... [--kubeconfig <file>] [--only <id>,...]
             [--json] [--junit <file>] [--watch [--for <duration>]]
             [--rbac [--subject <kind>:<name>]]`;

/** The default duration of `--watch`. A rollout takes less. */
const WATCH = Duration.minutes(10);

/** The options for components that are not requested through the API server. */
export const URL_OPTIONS = {
  "loki-url": { type: "string" },
  "alertmanager-url": { type: "string" },
  "grafana-url": { type: "string" },
} as const satisfies Command["options"];

export interface DiagnosticOptions extends SuiteOptions {
  /** Ids of diagnostics. Empty for all. */
  readonly only: readonly string[];
  /** The subject of the roles to print instead of a run. Null for a run. */
  readonly rbac: Subject | null;
}

/** @throws UsageError for options that exclude each other, or an invalid value */
export function readDiagnosticOptions(
  parsed: ParsedOptions,
  command: string,
  { namespace, terraform }: Model,
): DiagnosticOptions {
  requireOption(parsed, "for", "watch");
  requireOption(parsed, "subject", "rbac");
  // Before the first deploy the namespace may not exist.
  const home = command === "preflight" && namespace.create ? "default" : namespace.name;
  const subject = textOption(parsed, "subject") ?? `ServiceAccount:${home}/log-collection-${command}`;
  return {
    contexts: textOptions(parsed, "context"),
    kubeconfig: pathOption(parsed, "kubeconfig"),
    only: textOptions(parsed, "only").flatMap((ids) => ids.split(",").map((id) => id.trim())),
    readOnly: isSet(parsed, "read-only"),
    urls: Object.fromEntries(Object.keys(URL_OPTIONS).flatMap((option) => urlOption(parsed, option))),
    terraform,
    json: isSet(parsed, "json"),
    junit: pathOption(parsed, "junit"),
    watch: isSet(parsed, "watch") ? durationOption(parsed, "for", WATCH) : null,
    rbac: isSet(parsed, "rbac") ? readSubject(subject) : null,
  };
}

/**
 * Runs a suite on the clusters of the command line, or prints the roles that it needs.
 * @param root the project's folder
 * @throws UsageError if `--only` names an unknown diagnostic
 * @throws SettingsError if the kubeconfig lacks a context
 */
export async function runDiagnostics<Context>(
  suite: Suite<Context>,
  { model, root }: { readonly model: Model; readonly root: string },
  options: DiagnosticOptions,
): Promise<void> {
  const { kubeconfig, contexts, readOnly, rbac: subject } = options;
  const diagnostics = selected(suite.diagnostics, options.only);
  if (subject !== null) {
    process.stdout.write(
      rbacManifests({ diagnostics, model, readOnly, subject, name: `log-collection-${suite.command}` }),
    );
    return;
  }
  await requireReporter(options);
  const clusters = await connect({
    kubeconfig,
    contexts,
    terraform: model.terraform,
    terraformDirectory: stackFolder(root, process.env),
    environment: process.env,
  });
  await runSuite({ ...suite, diagnostics }, clusters, options);
}

/**
 * Checks at the start that the report can be written at the end.
 * @throws SettingsError if the package that writes JUnit XML is not installed
 */
async function requireReporter({ junit }: DiagnosticOptions): Promise<void> {
  if (junit === null) return;
  await import("junit-report-builder").catch(() => {
    throw missingPackage("junit-report-builder", "writes the report of --junit");
  });
}

function selected<Context>(
  diagnostics: Suite<Context>["diagnostics"],
  only: readonly string[],
): Suite<Context>["diagnostics"] {
  const known = diagnostics.map(({ id }) => id);
  const unknown = only.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new UsageError(invalidChoice("only", unknown, known));
  }
  return only.length === 0 ? diagnostics : withDependencies(diagnostics, only);
}

function textOption(parsed: ParsedOptions, name: string): string | null {
  const value = parsed[name];
  return typeof value === "string" ? value : null;
}

function textOptions(parsed: ParsedOptions, name: string): readonly string[] {
  const value = parsed[name];
  return Array.isArray(value) ? value.map(String) : [];
}

function isSet(parsed: ParsedOptions, name: string): boolean {
  return parsed[name] === true;
}

/** @throws UsageError for an invalid URL, and for one URL with several clusters */
function urlOption(parsed: ParsedOptions, name: string): readonly [string, string][] {
  const value = textOption(parsed, name);
  if (value === null) return [];
  if (!/^https?:/.test(value) || !URL.canParse(value))
    throw new UsageError(`--${name}: got "${value}", expected a URL such as http://localhost:8080`);
  if (textOptions(parsed, "context").length > 1)
    throw new UsageError(`--${name} is the URL of one cluster, and several --context are given`);
  return [[name, value]];
}

/** npm starts the program in the project's folder. A path is relative to where the user typed it. */
function pathOption(parsed: ParsedOptions, name: string): string | null {
  const value = textOption(parsed, name);
  return value === null ? null : resolve(process.env["INIT_CWD"] ?? "", value);
}

function durationOption(parsed: ParsedOptions, name: string, fallback: Duration): Duration {
  const value = textOption(parsed, name);
  const read = value === null ? fallback : Duration.parse(value);
  if (read === null) throw new UsageError(`--${name}: got "${value}", expected a duration such as 90s or 10m`);
  return read;
}

function requireOption(parsed: ParsedOptions, name: string, required: string): void {
  if (parsed[name] !== undefined && !isSet(parsed, required)) throw new UsageError(`--${name} requires --${required}`);
}
