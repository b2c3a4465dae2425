import type { V1LimitRangeItem } from "@kubernetes/client-node";
import type { Model } from "../../model";
import { amountOf } from "../amount";
import { RAISE } from "./causes";
import type { Violation } from "./violations";

/** What a LimitRange's item refuses of the claim. */
export function claimViolations(
  { min = {}, max = {} }: V1LimitRangeItem,
  { loki: { volume } }: Model,
): readonly Violation[] {
  const [least, most] = [min["storage"], max["storage"]];
  const size = volume.size.toBytes();
  if (most !== undefined && size > amountOf(most))
    return [{ found: `nfs.size is ${volume.size}, at most ${most} may be`, cause: RAISE }];
  if (least !== undefined && size < amountOf(least))
    return [{ found: `nfs.size is ${volume.size}, at least ${least} must be`, cause: RAISE }];
  return [];
}
