import type { HttpService } from "../../kube/http-service";
import { poll } from "../../kube/poll";
import { Duration } from "../../units";
import { Notation } from "../loki/notation";
import { loadedRules, unreadableRules } from "../loki/ruler";
import { judgeRules, type RulesSeen } from "./judgement";
import { synthesized } from "./same";

/** A Loki that has just started loads them a moment after it is ready. */
const LOADED = Duration.seconds(5);

interface Wanted {
  readonly files: RulesSeen["files"];
  readonly secondsUp: number;
}

/** The rules once each is loaded, or as they are when that takes too long. */
export async function rulesSeen(loki: HttpService, expected: Wanted, signal: AbortSignal): Promise<RulesSeen> {
  const notation = new Notation(loki);
  const ask = () => rulesNow(loki, expected, notation, signal);
  return poll({ request: ask, isEnough: (seen) => judgeRules(seen).status !== "broken", timeout: LOADED, signal });
}

async function rulesNow(
  loki: HttpService,
  { files, secondsUp }: Wanted,
  notation: Notation,
  signal: AbortSignal,
): Promise<RulesSeen> {
  const loaded = await loadedRules(loki, signal);
  const unreadable = await unreadableRules(loki, signal);
  const queries = await notation.of(
    [...synthesized(files), ...loaded].map(({ query }) => query),
    signal,
  );
  return { files, loaded, queries, unreadable, secondsUp };
}
