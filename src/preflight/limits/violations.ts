import type { V1LimitRangeItem } from "@kubernetes/client-node";
import type { Cause } from "../../diagnostics/cause";
import { settingOf, type Workload } from "../../stack/workloads";
import { amountOf, isMore } from "../amount";
import { NO_CPU_LIMIT, RAISE } from "./causes";
import { cpuLimitIn, type Effective, ofContainers, ofPod, type Resource } from "./effective";

/** Something for which the API server refuses a pod or a claim. */
export interface Violation {
  readonly found: string;
  readonly cause: Cause;
}

/**
 * What a LimitRange's item refuses of a workload's containers, or of its pods.
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export function violations(item: V1LimitRangeItem, workload: Workload, filled: string | null): readonly Violation[] {
  return (["cpu", "memory"] as const).flatMap((resource) => {
    const effective =
      item.type === "Pod" ? [ofPod(workload, resource, filled)] : ofContainers(workload, resource, filled);
    return effective.flatMap((each) => violationsOf(item, resource, named(workload, resource, each)));
  });
}

/** With how a person calls its parts. */
interface Named extends Effective {
  readonly requestName: string;
  readonly limitName: string;
}

function named(workload: Workload, resource: Resource, effective: Effective): Named {
  const setting = settingOf(workload, `${resource}Limit`);
  const limitName = effective.isFilled ? `${setting}, which the namespace fills in,` : setting;
  return { ...effective, requestName: settingOf(workload, `${resource}Request`), limitName };
}

function violationsOf(item: V1LimitRangeItem, resource: Resource, subject: Named): readonly Violation[] {
  const { max = {}, min = {}, maxLimitRequestRatio = {} } = item;
  return [
    aboveMaximum(subject, max[resource]),
    belowMinimum(subject, min[resource]),
    aboveFilled(subject, cpuLimitIn(item)),
    aboveRatio(subject, maxLimitRequestRatio[resource]),
  ].flatMap((violation) => violation ?? []);
}

function aboveMaximum({ limit, limitName }: Named, most: string | undefined): Violation | null {
  if (most === undefined) return null;
  if (limit === null) return { found: `${limitName} is none, at most ${most} may be`, cause: NO_CPU_LIMIT };
  if (!isMore(amountOf(limit), amountOf(most))) return null;
  return { found: `${limitName} is ${limit}, at most ${most} may be`, cause: RAISE };
}

/** No limit is below its request. */
function belowMinimum({ request, requestName }: Named, least: string | undefined): Violation | null {
  if (least === undefined || !isMore(amountOf(least), amountOf(request))) return null;
  return { found: `${requestName} is ${request}, at least ${least} must be`, cause: RAISE };
}

function aboveFilled({ request, requestName, isFilled }: Named, limit: string | null): Violation | null {
  if (!isFilled || limit === null || !isMore(amountOf(request), amountOf(limit))) return null;
  return {
    found: `${requestName} is ${request}, above the limit of ${limit} that the namespace fills in`,
    cause: RAISE,
  };
}

function aboveRatio({ request, limit, limitName }: Named, most: string | undefined): Violation | null {
  if (most === undefined) return null;
  if (limit === null) return { found: `${limitName} is none, at most ${most} times its request may be`, cause: RAISE };
  const ratio = amountOf(limit) / amountOf(request);
  if (!isMore(ratio, amountOf(most))) return null;
  return {
    found: `${limitName} is ${Number(ratio.toFixed(2))} times its request, at most ${most} may be`,
    cause: RAISE,
  };
}
