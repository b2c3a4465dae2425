import type { LabelEntry } from "../alerting/rule-file/fields";
import type { RuleFile } from "../alerting/rule-file/rule-file";
import { type Cause, cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import type { Metrics } from "../diagnostics/metrics";
import { fail, type Outcome, pass, warn } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/rbac";
import { listed, oneLine } from "../diagnostics/text";
import { ignoreNotFound } from "../kube/errors";
import type { HttpService } from "../kube/http-service";
import { poll } from "../kube/poll";
import { Duration } from "../units";
import { configuration } from "./configuration";
import type { Names, VerifyContext } from "./context";
import { changedAt, notDeployedIfOtherVersion } from "./deployed";
import { type LoadedRule, loadedRules, lokiPermission, Notation, unreadableRules } from "./loki";
import { lokiReady } from "./loki-ready";

/** A Loki that just started loads its rules a moment after it is ready. */
const LOAD_TIMEOUT = Duration.seconds(5);

/** A group without an interval is evaluated every minute, first within a minute of Loki's start. */
const FIRST_EVALUATION_SECONDS = 75;

export const causes = {
  unreadable: cause(
    "The ruler cannot read a rule file. One invalid file keeps it from loading all files, but Loki stays ready.",
    "lokitool rules check rules/*.yaml",
  ),
  notYetLoaded: cause(
    "The rules just changed. The kubelet and the ruler look for changes once a minute each, so it takes up to two minutes.",
    "npm run verify -- --watch",
  ),
  notReloaded: cause(
    "The ConfigMap <rulesConfigMap> changed minutes ago, and the ruler still has the old rules: the kubelet does not update the mounted files, or the ruler does not read them again.",
    "kubectl --namespace <namespace> delete pod <lokiPod>",
  ),
  noConfigMap: cause("The ConfigMap <rulesConfigMap> was deleted.", "npm run deploy"),
  notMounted: cause(
    "The ConfigMap <rulesConfigMap> is not mounted where the ruler looks.",
    "kubectl --namespace <namespace> describe pod <lokiPod>",
  ),
  failing: cause(
    "The query of a rule is valid but fails: it takes too long, or returns more series than Loki's limit.",
    "kubectl --namespace <namespace> logs <lokiPod> --since=10m | grep 'component=ruler' | grep level=warn",
  ),
  notEvaluated: cause(
    "The rule is new, or its interval is longer than a minute. Its group is first evaluated within that interval.",
    "npm run verify -- --watch",
  ),
  unknownRules: cause(
    "The cluster has rules that the project does not have.",
    "kubectl --namespace <namespace> get configmap <rulesConfigMap> --output yaml",
  ),
};

/** What identifies a rule. */
export type RuleIdentity = Pick<LoadedRule, "file" | "group" | "name" | "query" | "seconds" | "labels" | "annotations">;

/** Queries in Loki's notation. A query that Loki cannot parse is missing. */
type Queries = ReadonlyMap<string, string>;

export interface RulesEvidence {
  readonly files: readonly Pick<RuleFile, "name" | "groups">[];
  readonly loaded: readonly LoadedRule[];
  /** The queries of the files and of the loaded rules. */
  readonly queries: Queries;
  /** The ruler's message about its files. Null if it can read them. */
  readonly unreadable: string | null;
  /** How long Loki has been running. */
  readonly secondsUp: number;
  readonly hasConfigMap: boolean;
  /** How long ago the rules' ConfigMap changed. Null if that is unknown. */
  readonly secondsUnchanged: number | null;
  readonly names: Names;
}

export const rules = notDeployedIfOtherVersion(
  diagnostic<VerifyContext, RulesEvidence>({
    id: "rules",
    title: "The ruler evaluates every rule",
    after: [lokiReady, configuration],
    failure: "alerts",
    timeout: Duration.minutes(1),
    permissions: (model) => [lokiPermission(model), inNamespace(model.namespace.name, "configmaps", ["get"])],
    causes,
    collect: async ({ stack, cluster, loki, lokiBefore, names }, signal) => {
      const request = { name: names.rulesConfigMap, namespace: names.namespace };
      const configMap = await ignoreNotFound(cluster.core(signal).readNamespacedConfigMap(request));
      const changed = configMap && changedAt(configMap);
      const secondsUnchanged = changed && (Date.now() - changed.getTime()) / 1_000;
      const known = {
        files: stack.model.alerting.files,
        secondsUp: secondsSinceStart(await lokiBefore()),
        hasConfigMap: configMap !== null,
        secondsUnchanged,
        names,
      };
      return collectRules(loki, known, signal);
    },
    analyze: analyzeRules,
  }),
);

/** A Loki that does not report its start may have just started. */
function secondsSinceStart({ startedAt }: Pick<Metrics, "startedAt">): number {
  return startedAt === null ? 0 : Date.now() / 1_000 - startedAt;
}

/** The rules once all are loaded, or as they are after a few seconds. */
export async function collectRules(
  loki: HttpService,
  known: Pick<RulesEvidence, "files" | "secondsUp" | "hasConfigMap" | "secondsUnchanged" | "names">,
  signal: AbortSignal,
): Promise<RulesEvidence> {
  const notation = new Notation(loki);
  return poll({
    request: async () => {
      const loaded = await loadedRules(loki, signal);
      const unreadable = await unreadableRules(loki, signal);
      const all = [...rulesOf(known.files), ...loaded].map(({ query }) => query);
      return { ...known, loaded, unreadable, queries: await notation.of(all, signal) };
    },
    isEnough: (evidence) => analyzeRules(evidence).status !== "fail",
    timeout: LOAD_TIMEOUT,
    signal,
  });
}

/** One missing or failing rule does not affect the others. */
function analyzeRules(evidence: RulesEvidence): Outcome {
  const { files, loaded, queries, unreadable } = evidence;
  const synthesized = rulesOf(files);
  const expected = `${synthesized.length} rules, as synthesized`;
  if (unreadable !== null) return fail({ got: oneLine(unreadable), expected, causes: [causes.unreadable()] });
  const missing = synthesized.filter((rule) => !loaded.some((other) => isSame(rule, other, queries)));
  if (missing.length > 0)
    return fail({
      got: `${loaded.length} rules; not as synthesized: ${listed(missing.map(({ name }) => name))}`,
      expected,
      causes: missingCauses(evidence),
      isPartial: loaded.some(isHealthy),
    });
  const others = loaded.filter((rule) => !synthesized.some((other) => isSame(other, rule, queries)));
  return (
    analyzeHealth(evidence) ??
    analyzeOthers(others, expected, evidence) ??
    pass(`${loaded.length} of ${synthesized.length} rules`, ...notEvaluated(evidence))
  );
}

/** The kubelet and the ruler need up to two minutes for a change. The third minute covers clock skew. */
const RELOAD_SECONDS = 180;

function isReloaded({ secondsUnchanged }: RulesEvidence): boolean {
  return secondsUnchanged !== null && secondsUnchanged > RELOAD_SECONDS;
}

/** A ruler with some rules has the ConfigMap mounted. A Loki that just started may not have read it yet. */
function missingCauses(evidence: RulesEvidence): readonly Cause[] {
  const { loaded, secondsUp, hasConfigMap, names } = evidence;
  if (!hasConfigMap) return [causes.noConfigMap(names)];
  const hasHadTime = isReloaded(evidence) && secondsUp > RELOAD_SECONDS;
  if (loaded.length > 0) return [hasHadTime ? causes.notReloaded(names) : causes.notYetLoaded()];
  return hasHadTime ? [causes.notMounted(names)] : [causes.notYetLoaded(), causes.notMounted(names)];
}

function analyzeHealth(evidence: RulesEvidence): Outcome | null {
  const { loaded, secondsUp, names } = evidence;
  const expected = "every rule is evaluated";
  const failing = loaded.filter((rule) => !isHealthy(rule));
  if (failing.length > 0)
    return fail({
      got: listed(failing.map(({ name, lastError }) => `${name}: ${oneLine(lastError)}`)),
      expected,
      causes: [causes.failing(names)],
      isPartial: loaded.some(isHealthy),
    });
  const [got] = notEvaluated(evidence);
  if (got === undefined || secondsUp < FIRST_EVALUATION_SECONDS) return null;
  return warn({ got, expected, causes: [causes.notEvaluated()], isTransient: true });
}

function notEvaluated({ loaded }: Pick<RulesEvidence, "loaded">): readonly string[] {
  const waiting = loaded.filter(({ health }) => health === "unknown");
  return waiting.length === 0 ? [] : [`not evaluated yet: ${listed(waiting.map(({ name }) => name))}`];
}

function isHealthy({ health }: LoadedRule): boolean {
  return health !== "err";
}

function analyzeOthers(others: readonly LoadedRule[], expected: string, evidence: RulesEvidence): Outcome | null {
  if (others.length === 0) return null;
  const got = `${others.length} more: ${listed(others.map(({ name }) => name))}`;
  const unknown = causes.unknownRules(evidence.names);
  return isReloaded(evidence)
    ? warn({ got, expected, causes: [unknown] })
    : warn({ got, expected, causes: [causes.notYetLoaded(), unknown], isTransient: true });
}

export function rulesOf(files: RulesEvidence["files"]): readonly RuleIdentity[] {
  return files.flatMap(({ name: file, groups }) =>
    groups.flatMap(({ name: group, rules: inGroup }) =>
      inGroup.map((rule) => ({
        file,
        group,
        name: rule.name,
        query: rule.expr.value,
        seconds: rule.for?.duration.dividedBy(Duration.seconds(1)) ?? 0,
        labels: textsOf(rule.labels),
        annotations: textsOf(rule.annotations),
      })),
    ),
  );
}

function textsOf(entries: readonly LabelEntry[]): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(({ name, text }) => [name, text.value]));
}

/** Whether the ruler loaded a rule as it is written. A loaded rule also has its group's labels. */
function isSame(written: RuleIdentity, loaded: RuleIdentity, queries: Queries): boolean {
  return (
    written.file === loaded.file &&
    written.group === loaded.group &&
    written.name === loaded.name &&
    written.seconds === loaded.seconds &&
    contains(loaded.labels, written.labels) &&
    contains(loaded.annotations, written.annotations) &&
    isSameQuery(written.query, loaded.query, queries)
  );
}

function contains(texts: RuleIdentity["labels"], expected: RuleIdentity["labels"]): boolean {
  return Object.entries(expected).every(([name, text]) => (texts[name] ?? "") === text);
}

/** Loki cannot parse every query in its own notation. Such a query counts as the same. */
function isSameQuery(written: string, loaded: string, queries: Queries): boolean {
  const [one, other] = [queries.get(written), queries.get(loaded)];
  return one === undefined || other === undefined || one === other;
}
