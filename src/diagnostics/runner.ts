import { filledCommand, type Names } from "./cause";
import type { Link } from "./diagnostic";
import { notMeasured, type Outcome, tooLate } from "./outcome";
import { type Result, resultOf } from "./result";

export interface WalkProps<Context> {
  /** In the order in which they are told. */
  readonly links: readonly Link<Context>[];
  readonly context: Context;
  /** What stands for the placeholders of every cause; a link's own names come before them. */
  readonly names: Names;
  /** Leaves out what makes something. */
  readonly readOnly: boolean;
  /** What to make of an error that a link didn't expect, such as the API server's refusal. */
  readonly explain: (error: unknown, link: Link<Context>) => Outcome;
  readonly signal: AbortSignal;
}

/**
 * Looks at links, each as soon as those are seen that it depends on. What lies behind one that is broken, or not there,
 * isn't looked at: its failure would say nothing of its own.
 */
export class Walk<Context> {
  private readonly results = new Map<string, Promise<Result>>();

  constructor(private readonly props: WalkProps<Context>) {}

  /** @returns what every link was seen to be, in the order of the path */
  all(): Promise<readonly Result[]> {
    return Promise.all(this.props.links.map((link) => this.result(link)));
  }

  result(link: Link<Context>): Promise<Result> {
    const begun = this.results.get(link.id);
    if (begun !== undefined) return begun;
    const result = this.walkTo(link);
    this.results.set(link.id, result);
    return result;
  }

  private async walkTo(link: Link<Context>): Promise<Result> {
    const before = await Promise.all(link.after.map((id) => this.result(this.linkOf(id))));
    const obstacle = before.find(({ outcome }) => isObstacle(outcome));
    if (obstacle !== undefined) return resultOf(link, { status: "not-reached", behind: rootOf(obstacle) }, 0);
    const start = performance.now();
    const outcome = named(await this.look(link), this.props.names);
    return resultOf(link, outcome, (performance.now() - start) / 1_000);
  }

  private async look(link: Link<Context>): Promise<Outcome> {
    const { context, readOnly, explain, signal } = this.props;
    if (signal.aborted) return ENDED;
    if (link.creates && readOnly) return notMeasured("it makes something, and this run only reads");
    const patience = AbortSignal.timeout(link.patience.toMilliseconds());
    try {
      return await withinPatience(link.look(context, AbortSignal.any([signal, patience])), patience);
    } catch (error) {
      return saysNoMore(error, patience) ? tooLate(link) : explain(error, link);
    }
  }

  private linkOf(id: string): Link<Context> {
    const link = this.props.links.find((candidate) => candidate.id === id);
    if (link === undefined) throw new Error(`no link is called "${id}"`);
    return link;
  }
}

/** What it began would be left behind. */
const ENDED = notMeasured("the run was ended before");

/** How long a link whose time is over may take to say what it has waited for. */
const LAST_WORDS = 250;

/** Also for what doesn't listen to the signal. */
function withinPatience<T>(looking: Promise<T>, patience: AbortSignal): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    const end = () => setTimeout(() => reject(patience.reason), LAST_WORDS);
    patience.addEventListener("abort", end, { once: true });
  });
  return Promise.race([looking, late]);
}

/** The time is over, and nobody says what was waited for. */
function saysNoMore(error: unknown, patience: AbortSignal): boolean {
  return patience.aborted && error === patience.reason;
}

function isObstacle(outcome: Result["outcome"]): boolean {
  if (outcome.status === "not-deployed") return outcome.isAbsent;
  if (outcome.status === "broken") return outcome.isPartial !== true;
  return outcome.status === "not-reached";
}

function named(outcome: Outcome, names: Names): Outcome {
  if (outcome.status === "not-measured") return { ...outcome, why: filledCommand(outcome.why, names) };
  return "names" in outcome ? { ...outcome, names: { ...names, ...outcome.names } } : outcome;
}

function rootOf({ id, outcome }: Result): string {
  return outcome.status === "not-reached" ? outcome.behind : id;
}

/** The links that are asked for, and all that they depend on. */
export function needed<Context>(links: readonly Link<Context>[], ids: readonly string[]): readonly Link<Context>[] {
  const expected = new Set(ids);
  for (const link of [...links].reverse()) {
    if (expected.has(link.id)) for (const id of link.after) expected.add(id);
  }
  return links.filter(({ id }) => expected.has(id));
}
