/** Why a diagnostic fails, and the next step. */
export interface Cause {
  /** One sentence. */
  readonly cause: string;
  /** A command to paste, or a change to make. */
  readonly next: string;
}

/** The names between angle brackets: "node" in "kubectl describe node <node>". */
type Placeholder<Text extends string> = Text extends `${string}<${infer Name}>${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

type Facts<Text extends string> = Readonly<Record<Placeholder<Text>, string | number>>;

/** A cause that takes its facts from the evidence. The compiler rejects a call that leaves a placeholder unfilled. */
export interface CauseTemplate<Text extends string = string> {
  (...facts: [Placeholder<Text>] extends [never] ? [] : [facts: Facts<Text>]): Cause;
  /** The text with its placeholders, for the troubleshooting page. */
  readonly template: Cause;
}

/** All causes that a diagnostic knows, by name. */
export type Causes = Readonly<Record<string, Pick<CauseTemplate, "template">>>;

/**
 * Defines a cause. `<name>` is a placeholder: the function that this returns takes a fact for each of them.
 * @throws Error from that function if a fact is missing
 */
export function cause<const C extends string, const N extends string>(cause: C, next: N): CauseTemplate<C | N>;
export function cause(cause: string, next: string): CauseTemplate {
  const fill = (facts: Readonly<Record<string, string | number>> = {}): Cause => ({
    cause: filled(cause, facts),
    next: filled(next, facts),
  });
  return Object.assign(fill, { template: { cause, next } });
}

function filled(text: string, facts: Readonly<Record<string, string | number>>): string {
  return text.replace(/<(\w+)>/g, (_, name: string) => {
    const fact = facts[name];
    if (fact === undefined) throw new Error(`no fact fills <${name}> in "${text}"`);
    return `${fact}`;
  });
}

/** The causes that the evidence proves. If it proves none, the candidates that it does not rule out. */
export function provenOr(proven: readonly Cause[], candidates: readonly Cause[]): readonly Cause[] {
  return proven.length > 0 ? distinctCauses(proven) : candidates;
}

/** Each cause once, in the order of its first occurrence. */
export function distinctCauses(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map((each) => [JSON.stringify(each), each])).values()];
}
