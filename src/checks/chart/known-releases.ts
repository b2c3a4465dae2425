import alloyKeys from "../../alloy/chart-keys.json";
import lokiKeys from "../../loki/chart-keys.json";
import { alloyReleases, type RenderedRelease, type RenderedStack } from "../../stack/rendered-stack";
import { valueAt } from "../values";
import { type KeyTree, keyTree } from "./key-tree";
import { ALLOY_CORRECTIONS, type Correction, LOKI_CORRECTIONS } from "./remedies";

const LOKI = { read: keyTree(lokiKeys.keys), configuration: keyTree(lokiKeys.configuration) };
const ALLOY = { read: keyTree(alloyKeys.keys), configuration: false };

/** A release with the keys that its chart reads. */
export interface KnownRelease {
  readonly release: RenderedRelease;
  /** The chart's name and version. */
  readonly chart: string;
  readonly read: KeyTree;
  /** What the chart's own configuration reads: a template that a value may replace. */
  readonly configuration: KeyTree;
  readonly isReplaced: boolean;
  readonly corrections: Readonly<Record<string, Correction>>;
}

export function lokiRelease({ loki }: RenderedStack): KnownRelease {
  return {
    release: loki,
    chart: `loki ${lokiKeys.version}`,
    ...LOKI,
    isReplaced: valueAt(loki.values, "loki.config") !== undefined,
    corrections: LOKI_CORRECTIONS,
  };
}

export function knownReleases(stack: RenderedStack): readonly KnownRelease[] {
  const alloy = {
    chart: `alloy ${alloyKeys.version}`,
    ...ALLOY,
    isReplaced: true,
    corrections: ALLOY_CORRECTIONS,
  };
  return [lokiRelease(stack), ...alloyReleases(stack).map((release) => ({ ...alloy, release }))];
}
