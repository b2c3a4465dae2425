import { writeSync } from "node:fs";

/** Removes what a run created on a cluster. */
export interface Cleanup {
  /** The command that does the same, for a user who stops the program before it is done. */
  readonly manualCleanup: string;
  remove(): Promise<void>;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The exit code that a shell expects after Ctrl-C. */
export const INTERRUPTED = 130;

/** npm forwards the Ctrl-C that the terminal has already sent: two signals at once are one key press. */
const KEY_PRESS_MILLISECONDS = 500;

/** Ctrl-C, SIGTERM, or a closed terminal. The first ends the run in order. The second ends the program at once. */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly pending = new Set<Cleanup>();
  private interruptedAt = Number.NaN;
  private readonly listener = () => this.interrupt();

  constructor() {
    for (const name of SIGNALS) process.on(name, this.listener);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Names this cleanup to the user if the program ends before it is done. */
  track(cleanup: Cleanup): void {
    this.pending.add(cleanup);
  }

  async remove(cleanup: Cleanup): Promise<void> {
    await cleanup.remove();
    this.pending.delete(cleanup);
  }

  end(): void {
    for (const name of SIGNALS) process.off(name, this.listener);
  }

  private interrupt(): void {
    if (!this.signal.aborted) {
      this.interruptedAt = performance.now();
      this.controller.abort();
    } else if (performance.now() - this.interruptedAt > KEY_PRESS_MILLISECONDS) this.exit();
  }

  private exit(): never {
    // Progress may buffer process.stderr, and the program ends now.
    for (const { manualCleanup } of this.pending) writeSync(process.stderr.fd, `\nLeft behind: ${manualCleanup}\n`);
    process.exit(INTERRUPTED);
  }
}
