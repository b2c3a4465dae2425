import { Quantity } from "./quantity";

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

const DAY = 24 * MILLISECONDS.h;

/** Prometheus adds days, weeks and years to Go's notation; Loki accepts them in limits. */
const PARSED: Readonly<Record<string, number>> = { ...MILLISECONDS, d: DAY, w: 7 * DAY, y: 365 * DAY };

/** The units with a factory, largest first. */
const NAMED = [
  ["days", DAY],
  ["hours", MILLISECONDS.h],
  ["minutes", MILLISECONDS.m],
  ["seconds", MILLISECONDS.s],
] as const;

/** A span of time, in whole milliseconds. */
export class Duration extends Quantity {
  static readonly expected = "a duration in whole milliseconds";

  static is(value: unknown): value is Duration {
    return value instanceof Duration;
  }

  static milliseconds(amount: number): Duration {
    return new Duration(amount, `Duration.milliseconds(${amount})`);
  }

  static seconds(amount: number): Duration {
    return new Duration(amount * MILLISECONDS.s, `Duration.seconds(${amount})`);
  }

  static minutes(amount: number): Duration {
    return new Duration(amount * MILLISECONDS.m, `Duration.minutes(${amount})`);
  }

  static hours(amount: number): Duration {
    return new Duration(amount * MILLISECONDS.h, `Duration.hours(${amount})`);
  }

  static days(amount: number): Duration {
    return new Duration(amount * DAY, `Duration.days(${amount})`);
  }

  /**
   * Parses a duration from Loki's or Alloy's configuration, or from a rule file. Returns null for other text.
   * @see https://pkg.go.dev/github.com/prometheus/common/model#ParseDuration
   */
  static parse(text: string): Duration | null {
    if (!/^(\d+(\.\d+)?(ms|[smhdwy]))+$|^0$/.test(text)) return null;
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g)];
    const amount = parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (PARSED[unit] ?? 0), 0);
    return new Duration(amount, text);
  }

  private constructor(amount: number, written: string) {
    super(amount, written);
    Object.freeze(this);
  }

  /** Returns the duration in whole seconds, rounded up so that a timeout never shrinks. */
  toSeconds(): number {
    return Math.ceil(this.amount / MILLISECONDS.s);
  }

  /** Returns the duration in milliseconds, for timers. */
  toMilliseconds(): number {
    return this.amount;
  }

  /** Returns the duration in hours, which may have a fraction. */
  toHours(): number {
    return this.amount / MILLISECONDS.h;
  }

  /** Returns the ratio of this duration to the other one. */
  dividedBy(other: Duration): number {
    return this.amount / other.amount;
  }

  plus(other: Duration): Duration {
    return Duration.milliseconds(this.amount + other.amount);
  }

  times(factor: number): Duration {
    return Duration.milliseconds(Math.ceil(this.amount * factor));
  }

  /** Returns code such as "Duration.hours(12)". */
  override snippet(): string {
    const [unit, milliseconds] = NAMED.find(([, length]) => this.amount % length === 0) ?? ["milliseconds", 1];
    return `Duration.${unit}(${this.amount / milliseconds})`;
  }

  isLongerThan(other: Duration): boolean {
    return this.amount > other.amount;
  }

  /**
   * Returns the duration as text for Go's time.ParseDuration, in the largest unit without a fraction ("24h", "90s").
   * @see https://pkg.go.dev/time#ParseDuration
   */
  override toString(): string {
    if (this.amount === 0) return "0s";
    const unit = (["h", "m", "s"] as const).find((candidate) => this.amount % MILLISECONDS[candidate] === 0) ?? "ms";
    return `${this.amount / MILLISECONDS[unit]}${unit}`;
  }
}
