/**
 * An amount in whole units, zero or more. The constructor accepts invalid amounts (a negative duration, half a byte)
 * and keeps their source text. The settings reader rejects them with the name of the setting.
 */
export abstract class Quantity {
  protected readonly amount: number;

  protected constructor(
    amount: number,
    readonly written: string,
  ) {
    this.amount = withoutRoundingError(amount);
  }

  /** Whether the amount is valid: whole, not negative, and small enough to be exact. */
  get isExact(): boolean {
    return Number.isSafeInteger(this.amount) && this.amount >= 0;
  }

  isLessThan(other: this): boolean {
    return this.amount < other.amount;
  }

  /** Returns the quantity as code for main.ts, in the largest unit without a fraction. */
  abstract snippet(): string;

  /** Returns the quantity in the notation of the system that reads it. */
  abstract toString(): string;
}

/** Removes the floating-point error of a whole product, such as 1.1 h times 3,600,000 ms. */
function withoutRoundingError(amount: number): number {
  const whole = Math.round(amount);
  return Math.abs(amount - whole) <= Math.abs(amount) * Number.EPSILON * 4 ? whole : amount;
}
