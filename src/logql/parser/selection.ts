import type { Selection } from "../tree/selection";
import type { Cursor } from "./cursor";
import { readSelector } from "./matchers";
import { readStages } from "./stages";

/** A selector with the stages after it. */
export function readSelection(cursor: Cursor): Selection {
  const { matchers, selector } = readSelector(cursor);
  const stages = readStages(cursor);
  return { matchers, selector, stages, ...cursor.since(selector) };
}
