import { Quantity } from "./quantity";

/** An amount of CPU, in whole millicores. */
export class Cpu extends Quantity {
  static readonly expected = "an amount of CPU in whole millicores";

  static is(value: unknown): value is Cpu {
    return value instanceof Cpu;
  }

  static millicores(amount: number): Cpu {
    return new Cpu(amount, `Cpu.millicores(${amount})`);
  }

  static cores(amount: number): Cpu {
    return new Cpu(amount * 1_000, `Cpu.cores(${amount})`);
  }

  /** Parses a Kubernetes quantity ("250m", "1"). Returns null for other text. */
  static parse(text: string): Cpu | null {
    const [, number, milli] = /^(\d+(?:\.\d+)?)(m?)$/.exec(text) ?? [];
    return number === undefined ? null : new Cpu(Number(number) * (milli ? 1 : 1_000), text);
  }

  private constructor(amount: number, written: string) {
    super(amount, written);
    Object.freeze(this);
  }

  plus(other: Cpu): Cpu {
    return Cpu.millicores(this.amount + other.amount);
  }

  times(factor: number): Cpu {
    return Cpu.millicores(Math.ceil(this.amount * factor));
  }

  /** Returns code such as "Cpu.millicores(250)". */
  override snippet(): string {
    return this.amount % 1_000 === 0 ? `Cpu.cores(${this.amount / 1_000})` : `Cpu.millicores(${this.amount})`;
  }

  isMoreThan(other: Cpu): boolean {
    return this.amount > other.amount;
  }

  /**
   * Returns the amount as a Kubernetes quantity ("250m", "1").
   * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
   */
  override toString(): string {
    return this.amount % 1_000 === 0 ? `${this.amount / 1_000}` : `${this.amount}m`;
  }
}
