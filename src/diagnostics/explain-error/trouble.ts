import type { Cause, Names } from "../cause";
import type { Failure } from "../failure";
import { type Broken, broken } from "../outcome";

/** What can be wrong with any link, because it lies in the way to what the link looks at. */
export interface Trouble {
  readonly title: string;
  /** Null for the link's own. */
  readonly failure: Failure | null;
  readonly expected: string;
  readonly causes: readonly Cause[];
}

export interface Seen {
  readonly found: string;
  readonly names?: Names;
  /** What else it may be: the link's own causes. */
  readonly others?: readonly Cause[];
}

export function brokenBy(trouble: Trouble, { found, names = {}, others = [] }: Seen): Broken {
  const { failure, expected, causes } = trouble;
  return broken({ found, expected, causes: [...causes, ...others], names, ...(failure !== null && { failure }) });
}

const WIDTH = 240;

/** What a program wrote for others, as one line of a result. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line;
}
