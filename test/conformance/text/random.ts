/**
 * Numbers that look random and are the same in every run (Mulberry32, a generator with 32 bits of state).
 */
export class Random {
  constructor(private state: number) {}

  /** From 0 up to, and without, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to, and without, the end. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** One of them, the first more often than the last, as words of a program are. */
  oneOf<T>(choices: readonly [T, ...T[]]): T {
    return choices[Math.floor(this.next() ** 2 * choices.length)] ?? choices[0];
  }

  /** How long until the next of events that come independently of one another. */
  waiting(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  hexadecimal(digits: number): string {
    let text = "";
    while (text.length < digits)
      text += this.below(2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return text.slice(0, digits);
  }
}
