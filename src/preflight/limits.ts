import type { V1LimitRange, V1LimitRangeItem } from "@kubernetes/client-node";
import type { ResourcesModel } from "../cluster/resources";
import { type Cause, cause, distinctCauses } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, pass } from "../diagnostics/outcome";
import { inNamespace } from "../diagnostics/rbac";
import { amountOf, isMore, type Resource } from "../kube/quantities";
import type { Model } from "../model";
import { settingOf, type Workload, workloads } from "../stack/workloads";
import { Duration } from "../units";
import type { PreflightContext } from "./context";
import { namespace } from "./namespace";

export const causes = {
  noCpuLimit: cause(
    "A bound on CPU limits rejects every pod that has a container without one.",
    'give the namespace a LimitRange with default: { cpu: "1" }, which fills it in',
  ),
  unsuitable: cause(
    "The LimitRange <limitRange> was made for other pods than the stack's.",
    "kubectl --namespace <namespace> edit limitrange <limitRange>",
  ),
  tooHigh: cause(
    "<setting> is higher than this cluster allows.",
    "lower <setting> in main.ts, and declare cluster.limitRange, so that npm run check compares them",
  ),
  tooLow: cause("<setting> is lower than this cluster allows.", "raise <setting> in main.ts"),
  wideRatio: cause(
    "<limit> is too far above <request> for this cluster.",
    "lower <limit> or raise <request> in main.ts",
  ),
  claimTooLarge: cause("<setting> is larger than this cluster allows.", "lower <setting> in main.ts"),
};

export interface LimitsEvidence {
  readonly ranges: readonly V1LimitRange[];
  readonly model: Model;
}

/** Compares every container of the stack, and Loki's claim, with the LimitRange objects of the namespace. */
export const limits = diagnostic<PreflightContext, LimitsEvidence>({
  id: "limits",
  title: "The namespace's LimitRange allows every container",
  after: [namespace],
  failure: "cluster",
  timeout: Duration.seconds(10),
  permissions: (model) => [inNamespace(model.namespace.name, "limitranges", ["list"])],
  causes,
  collect: async ({ stack: { model }, cluster, inOwnNamespace }, signal) => {
    const request = { namespace: model.namespace.name };
    const ranges = await inOwnNamespace(cluster.core(signal).listNamespacedLimitRange(request));
    return { ranges: ranges?.items ?? [], model };
  },
  analyze: ({ ranges, model }) => {
    if (ranges.length === 0) return pass("no LimitRange");
    const defaultLimit = defaultCpuLimit(ranges);
    for (const { metadata, spec } of ranges) {
      const violations = (spec?.limits ?? []).flatMap((item) => violationsOf(item, model, defaultLimit));
      if (violations.length === 0) continue;
      const limitRange = metadata?.name ?? "";
      return fail({
        got: distinct(violations.map(({ got }) => got)).join("; "),
        expected: `what the LimitRange "${limitRange}" allows`,
        causes: causesOf(violations, { limitRange, namespace: model.namespace.name }),
      });
    }
    return pass(ranges.length === 1 ? "1 LimitRange" : `${ranges.length} LimitRange objects`);
  },
});

/** Two containers of a pod may violate the same bound. */
function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** A reason for which the API server rejects a pod or a claim. */
interface Violation {
  readonly got: string;
  /** The change in main.ts that ends it. Null if no setting does. */
  readonly setting: Cause | null;
  /** Whether a container lacks the CPU limit that a bound requires. */
  readonly isMissingLimit?: true;
}

/** Settings are a cause only if they can end every violation. Otherwise, the LimitRange must change. */
function causesOf(
  violations: readonly Violation[],
  facts: { readonly limitRange: string; readonly namespace: string },
): readonly Cause[] {
  const others = violations.filter(({ isMissingLimit }) => !isMissingLimit);
  const settings = others.map(({ setting }) => setting);
  const adjustable = settings.every((setting) => setting !== null) ? settings : [];
  return distinctCauses([
    ...(others.length < violations.length ? [causes.noCpuLimit()] : []),
    ...(others.length > 0 ? [causes.unsuitable(facts), ...adjustable] : []),
  ]);
}

function violationsOf(item: V1LimitRangeItem, model: Model, defaultLimit: string | null): readonly Violation[] {
  if (item.type === "PersistentVolumeClaim") return claimViolations(item, model);
  if (item.type !== "Container" && item.type !== "Pod") return [];
  return workloads(model).flatMap((workload) => workloadViolations(item, workload, defaultLimit));
}

function claimViolations({ min = {}, max = {} }: V1LimitRangeItem, { loki }: Model): readonly Violation[] {
  const [minimum, maximum] = [min["storage"], max["storage"]];
  const { size } = loki.volume;
  const setting = "nfs.size";
  const got = `${setting} is ${size}`;
  if (maximum !== undefined && size.toBytes() > amountOf(maximum))
    return [{ got: `${got}, above the maximum of ${maximum}`, setting: causes.claimTooLarge({ setting }) }];
  if (minimum !== undefined && size.toBytes() < amountOf(minimum))
    return [{ got: `${got}, below the minimum of ${minimum}`, setting: causes.tooLow({ setting }) }];
  return [];
}

/** @see https://kubernetes.io/docs/concepts/policy/limit-range/ */
function workloadViolations(
  item: V1LimitRangeItem,
  workload: Workload,
  defaultLimit: string | null,
): readonly Violation[] {
  return (["cpu", "memory"] as const).flatMap((resource) => {
    const subjects =
      item.type === "Pod"
        ? [podResources(workload, resource, defaultLimit)]
        : containerResources(workload, resource, defaultLimit);
    return subjects.flatMap((subject) => boundViolations(item, resource, named(workload, resource, subject)));
  });
}

/** The effective resources with the names that messages show. */
interface Named extends EffectiveResources {
  readonly requestName: string;
  readonly limitName: string;
  /** Whether settings hold them. */
  readonly hasSettings: boolean;
}

function named(workload: Workload, resource: Resource, effective: EffectiveResources): Named {
  return {
    ...effective,
    requestName: settingOf(workload, `${resource}Request`),
    limitName: settingOf(workload, `${resource}Limit`),
    hasSettings: workload.setting !== null,
  };
}

function boundViolations(item: V1LimitRangeItem, resource: Resource, subject: Named): readonly Violation[] {
  const { max = {}, min = {}, maxLimitRequestRatio = {} } = item;
  return [
    aboveMaximum(subject, max[resource]),
    belowMinimum(subject, min[resource]),
    aboveDefaultLimit(subject, cpuLimitIn(item)),
    aboveRatio(subject, maxLimitRequestRatio[resource]),
  ].flatMap((violation) => violation ?? []);
}

function aboveMaximum({ limit, limitName, isDefault, hasSettings }: Named, maximum?: string): Violation | null {
  if (maximum === undefined) return null;
  if (limit === null)
    return { got: `${limitName} is none, but the maximum is ${maximum}`, setting: null, isMissingLimit: true };
  if (!isMore(amountOf(limit), amountOf(maximum))) return null;
  return {
    got: `${limitName} is ${limit}${sourceOf(isDefault)}, above the maximum of ${maximum}`,
    // A default above the maximum is a conflict within the namespace.
    setting: hasSettings && !isDefault ? causes.tooHigh({ setting: limitName }) : null,
  };
}

/** A limit is never below its request, so only the request matters. */
function belowMinimum({ request, requestName, hasSettings }: Named, minimum?: string): Violation | null {
  if (minimum === undefined || !isMore(amountOf(minimum), amountOf(request))) return null;
  return {
    got: `${requestName} is ${request}, below the minimum of ${minimum}`,
    setting: hasSettings ? causes.tooLow({ setting: requestName }) : null,
  };
}

function aboveDefaultLimit(
  { request, requestName, isDefault, hasSettings }: Named,
  limit: string | null,
): Violation | null {
  if (!isDefault || limit === null || !isMore(amountOf(request), amountOf(limit))) return null;
  return {
    got: `${requestName} is ${request}, above the namespace's default limit of ${limit}`,
    setting: hasSettings ? causes.tooHigh({ setting: requestName }) : null,
  };
}

function aboveRatio(subject: Named, maximum?: string): Violation | null {
  const { request, limit, requestName, limitName, isDefault, hasSettings } = subject;
  if (maximum === undefined) return null;
  if (limit === null)
    return { got: `${limitName} is none, but the maximum is ${maximum} times its request`, setting: null };
  const ratio = amountOf(limit) / amountOf(request);
  if (!isMore(ratio, amountOf(maximum))) return null;
  const times = `${Number(ratio.toFixed(2))} times its request`;
  return {
    got: `${limitName} is ${times}${sourceOf(isDefault)}, above the maximum of ${maximum}`,
    setting: hasSettings ? causes.wideRatio({ limit: limitName, request: requestName }) : null,
  };
}

function sourceOf(isDefault: boolean): string {
  return isDefault ? " by the namespace's default" : "";
}

/** The request and limit of a container or a pod, after the API server filled in the namespace's default. */
interface EffectiveResources {
  readonly request: string;
  /** Null if there is none. */
  readonly limit: string | null;
  /** Whether the limit is the namespace's default. */
  readonly isDefault: boolean;
}

/** The CPU limit that the namespace gives to a container without one. Null if it gives none. */
export function defaultCpuLimit(ranges: readonly V1LimitRange[]): string | null {
  const found = ranges.flatMap(({ spec }) => spec?.limits ?? []).map(cpuLimitIn);
  return found.find((limit) => limit !== null) ?? null;
}

/** The API server uses the maximum of an item that has no default. */
function cpuLimitIn({ type, _default: defaults, max }: V1LimitRangeItem): string | null {
  return type === "Container" ? (defaults?.["cpu"] ?? max?.["cpu"] ?? null) : null;
}

/** The pod as a whole. Its init container has ended when the other starts, so the larger limit counts. */
export function podResources(workload: Workload, resource: Resource, defaultLimit: string | null): EffectiveResources {
  return containerResources(workload, resource, defaultLimit).reduce((one, other) => {
    const { limit, isDefault } = amountOf(other.limit ?? "0") > amountOf(one.limit ?? "0") ? other : one;
    return { request: one.request, limit, isDefault };
  });
}

function containerResources(
  { resources, init }: Workload,
  resource: Resource,
  defaultLimit: string | null,
): readonly EffectiveResources[] {
  const containers = init === undefined ? [resources] : [resources, init];
  return containers.map((each) => (resource === "cpu" ? cpuOf(each, defaultLimit) : memoryOf(each)));
}

function cpuOf({ cpuRequest, cpuLimit }: ResourcesModel, defaultLimit: string | null): EffectiveResources {
  const limit = cpuLimit === null ? defaultLimit : `${cpuLimit}`;
  return { request: `${cpuRequest}`, limit, isDefault: cpuLimit === null && defaultLimit !== null };
}

function memoryOf({ memoryRequest, memoryLimit }: ResourcesModel): EffectiveResources {
  return { request: `${memoryRequest}`, limit: `${memoryLimit}`, isDefault: false };
}
