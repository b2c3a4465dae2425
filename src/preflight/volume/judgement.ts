import { broken, doubtful, holds, type Outcome } from "../../diagnostics/outcome";
import type { Model } from "../../model";
import { claimFault } from "./claim-fault";
import type { Pair } from "./fault";
import { volumeFault } from "./volume-fault";

export function judgeVolume(pair: Pair, model: Model): Outcome {
  const { name, claim } = model.loki.volume;
  const fault = claimFault(pair, model) ?? volumeFault(pair, model);
  if (fault !== null) {
    const names = { namespace: model.namespace.name, volume: name, claim };
    const { causes, found, isPassing } = fault;
    return isPassing
      ? doubtful({ found, expected: WANTED, causes, names, isPassing })
      : broken({ found, expected: WANTED, causes, names });
  }
  if (pair.volume === null) return holds(`no volume "${name}" yet`);
  return holds(`"${name}" is ${pair.volume.status?.phase ?? "there"}`);
}

const WANTED = "a volume that Loki's claim binds to";
