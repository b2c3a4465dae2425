/**
 * An amount of something in whole units, zero or more. It remembers how it was written: a person's slip
 * (a negative duration, one and a half bytes) is refused where the setting is read, by the setting's name.
 */
export abstract class Quantity {
  protected constructor(
    protected readonly amount: number,
    readonly written: string,
  ) {}

  /** Whether the amount can be used: whole, not negative, and small enough to be exact. */
  get isExact(): boolean {
    return Number.isSafeInteger(this.amount) && this.amount >= 0;
  }

  /** The quantity in the notation of the system that reads it. */
  abstract toString(): string;
}
