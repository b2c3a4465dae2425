/**
 * An amount of something in whole units, zero or more. It remembers how it was written: a person's slip
 * (a negative duration, one and a half bytes) is refused where the setting is read, by the setting's name.
 */
export abstract class Quantity {
  protected readonly amount: number;

  protected constructor(
    amount: number,
    readonly written: string,
  ) {
    this.amount = settled(amount);
  }

  /** Whether the amount can be used: whole, not negative, and small enough to be exact. */
  get isExact(): boolean {
    return Number.isSafeInteger(this.amount) && this.amount >= 0;
  }

  isLessThan(other: this): boolean {
    return this.amount < other.amount;
  }

  /** The quantity in the notation of the system that reads it. */
  abstract toString(): string;
}

/** The whole number that a product was meant to be: 1.1 h times 3,600,000 ms is not whole in binary fractions. */
function settled(amount: number): number {
  const whole = Math.round(amount);
  return Math.abs(amount - whole) <= Math.abs(amount) * Number.EPSILON * 4 ? whole : amount;
}
