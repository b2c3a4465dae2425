import { resolve } from "node:path";
import type { LookOptions } from "../diagnostics/options";
import { readSubject } from "../diagnostics/rbac/subject";
import type { Model } from "../model";
import { missingPackage, UsageError } from "../settings/settings-error";
import { Duration } from "../units";
import type { Command } from "./command";

/** What a parsed command line holds. */
export type Values = Parameters<Command["run"]>[2];

/** What both commands take that look at clusters. */
export const LOOK = {
  context: { type: "string", multiple: true },
  kubeconfig: { type: "string" },
  only: { type: "string", multiple: true },
  json: { type: "boolean" },
  junit: { type: "string" },
  watch: { type: "boolean" },
  for: { type: "string" },
  rbac: { type: "boolean" },
  subject: { type: "string" },
} as const satisfies Command["options"];

export const LOOK_USAGE = `[-- [--context <name>]... [--kubeconfig <file>] [--only <link>,...]
             [--json] [--junit <file>] [--watch [--for <duration>]]
             [--rbac [--subject <kind>:<name>]]`;

/** How long a watch lasts that doesn't say it: a rollout has ended by then. */
const WATCH = Duration.minutes(10);

/** Where components are asked directly, and not through the API server. */
export const DIRECT_URLS = {
  "loki-url": { type: "string" },
  "alertmanager-url": { type: "string" },
  "grafana-url": { type: "string" },
} as const satisfies Command["options"];

/** @throws UsageError for options that don't go together, or a duration that is none */
export function lookOptions(values: Values, command: string, { namespace }: Model): LookOptions {
  together(values, "for", "watch");
  together(values, "subject", "rbac");
  // Before the first deploy the namespace may not be there.
  const home = command === "preflight" && namespace.create ? "default" : namespace.name;
  const subject = text(values, "subject") ?? `ServiceAccount:${home}/log-collection-${command}`;
  return {
    contexts: texts(values, "context"),
    kubeconfig: path(values, "kubeconfig"),
    only: texts(values, "only").flatMap((names) => names.split(",")),
    readOnly: flag(values, "read-only"),
    urls: Object.fromEntries(Object.keys(DIRECT_URLS).flatMap((option) => urlOf(values, option))),
    json: flag(values, "json"),
    junit: path(values, "junit"),
    watch: flag(values, "watch") ? duration(values, "for", WATCH) : null,
    rbac: flag(values, "rbac") ? readSubject(subject) : null,
  };
}

function text(values: Values, name: string): string | null {
  const value = values[name];
  return typeof value === "string" ? value : null;
}

function texts(values: Values, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value.map(String) : [];
}

function flag(values: Values, name: string): boolean {
  return values[name] === true;
}

/** @throws UsageError for what is no URL, and for one URL of several clusters */
function urlOf(values: Values, name: string): readonly [string, string][] {
  const value = text(values, name);
  if (value === null) return [];
  if (!/^https?:/.test(value) || !URL.canParse(value)) throw new UsageError(`--${name} takes a URL, not "${value}"`);
  if (texts(values, "context").length > 1) throw new UsageError(`--${name} is that of one cluster`);
  return [[name, value]];
}

/** From where the command was typed: npm starts it in the project's folder. */
function path(values: Values, name: string): string | null {
  const value = text(values, name);
  return value === null ? null : resolve(process.env["INIT_CWD"] ?? "", value);
}

function duration(values: Values, name: string, fallback: Duration): Duration {
  const value = text(values, name);
  const read = value === null ? fallback : Duration.parse(value);
  if (read === null) throw new UsageError(`--${name} takes a duration such as 90s or 10m, not "${value}"`);
  return read;
}

function together(values: Values, name: string, other: string): void {
  if (values[name] !== undefined && !flag(values, other)) throw new UsageError(`--${name} goes with --${other}`);
}

/**
 * Checks at the start that the report can be written at the end.
 * @throws SettingsError if the package that writes JUnit XML isn't installed
 */
export async function requireReporter({ junit }: LookOptions): Promise<void> {
  if (junit === null) return;
  await import("junit-report-builder").catch(() => {
    throw missingPackage("junit-report-builder", "writes the report of --junit");
  });
}
