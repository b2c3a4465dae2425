import { writeSync } from "node:fs";
import type { Made } from "./inspection";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What a shell expects of a program that Ctrl-C has ended. */
export const INTERRUPTED = 130;

/** npm passes Ctrl-C on to a program that the terminal has told of it already: two at once are one. */
const ONE_KEY_PRESS = 500;

/** Ctrl-C, SIGTERM, and a terminal that closes: the first one ends the walk in order, a second one ends the program where it is. */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly made = new Set<Made>();
  private since = Number.NaN;
  private readonly listener = () => this.come();

  constructor() {
    for (const name of SIGNALS) process.on(name, this.listener);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** What has to be named where there is no time to remove it. */
  watchOver(made: Made): void {
    this.made.add(made);
  }

  async remove(made: Made): Promise<void> {
    await made.remove();
    this.made.delete(made);
  }

  end(): void {
    for (const name of SIGNALS) process.off(name, this.listener);
  }

  private come(): void {
    if (!this.signal.aborted) {
      this.since = performance.now();
      this.controller.abort();
    } else if (performance.now() - this.since > ONE_KEY_PRESS) this.giveUp();
  }

  private giveUp(): never {
    // Progress may hold back what goes through process.stderr, and there is no later.
    for (const { byHand } of this.made) writeSync(process.stderr.fd, `\nLeft behind, where it was made: ${byHand}\n`);
    process.exit(INTERRUPTED);
  }
}
