import alloyKeys from "../../alloy/chart-keys.json";
import lokiKeys from "../../loki/chart-keys.json";
import type { RenderedRelease, RenderedStack } from "../../stack/rendered-stack";
import { valueAt } from "../values";
import { examinedAgent, examinedEvents } from "./examined/alloy";
import type { ExaminedChart } from "./examined/key";
import { examinedLoki } from "./examined/loki";
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
  /** The values whose effect on this stack is known. */
  readonly examined: ExaminedChart;
  readonly corrections: Readonly<Record<string, Correction>>;
}

export function lokiRelease({ loki }: RenderedStack): KnownRelease {
  return {
    release: loki,
    chart: `loki ${lokiKeys.version}`,
    ...LOKI,
    isReplaced: valueAt(loki.values, "loki.config") !== undefined,
    examined: examinedLoki,
    corrections: LOKI_CORRECTIONS,
  };
}

export function knownReleases(stack: RenderedStack): readonly KnownRelease[] {
  const { agent, events } = stack;
  const alloy = {
    chart: `alloy ${alloyKeys.version}`,
    ...ALLOY,
    isReplaced: true,
    corrections: ALLOY_CORRECTIONS,
  };
  return [
    lokiRelease(stack),
    { ...alloy, release: agent, examined: examinedAgent },
    ...(events === null ? [] : [{ ...alloy, release: events, examined: examinedEvents }]),
  ];
}
