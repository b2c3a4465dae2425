/** What has been started, to be ended in the opposite order. */
export class Cleanup {
  private readonly steps: (() => unknown)[] = [];

  /** @returns what was started */
  keep<T>(started: T, end: (started: T) => unknown): T {
    this.steps.push(() => end(started));
    return started;
  }

  async run(): Promise<void> {
    for (const step of this.steps.splice(0).reverse()) await step();
  }
}
