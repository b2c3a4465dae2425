import { Quantity } from "./quantity";

const BYTES = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;

/** An amount of memory, disk or text, kept in whole bytes. */
export class ByteSize extends Quantity {
  static readonly wanted = "a size of zero or more whole bytes, such as ByteSize.gibibytes(2)";

  static is(value: unknown): value is ByteSize {
    return value instanceof ByteSize;
  }

  static bytes(amount: number): ByteSize {
    return new ByteSize(amount, `ByteSize.bytes(${amount})`);
  }

  static kibibytes(amount: number): ByteSize {
    return new ByteSize(amount * BYTES.Ki, `ByteSize.kibibytes(${amount})`);
  }

  static mebibytes(amount: number): ByteSize {
    return new ByteSize(amount * BYTES.Mi, `ByteSize.mebibytes(${amount})`);
  }

  static gibibytes(amount: number): ByteSize {
    return new ByteSize(amount * BYTES.Gi, `ByteSize.gibibytes(${amount})`);
  }

  private constructor(amount: number, written: string) {
    super(amount, written);
    Object.freeze(this);
  }

  toBytes(): number {
    return this.amount;
  }

  /** The size in whole mebibytes, rounded down: a limit must never grow by its unit. */
  toMebibytes(): number {
    return Math.floor(this.amount / BYTES.Mi);
  }

  plus(other: ByteSize): ByteSize {
    return ByteSize.bytes(this.amount + other.amount);
  }

  minus(other: ByteSize): ByteSize {
    return ByteSize.bytes(this.amount - other.amount);
  }

  /** The size multiplied, rounded down to whole mebibytes so that it still reads well. */
  times(factor: number): ByteSize {
    return ByteSize.mebibytes(Math.floor((this.amount * factor) / BYTES.Mi));
  }

  isLargerThan(other: ByteSize): boolean {
    return this.amount > other.amount;
  }

  /**
   * The size as a Kubernetes quantity in the largest binary unit that needs no fraction ("2Gi", "1536Ki", "100").
   * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
   */
  override toString(): string {
    if (this.amount === 0) return "0";
    const unit = (["Ti", "Gi", "Mi", "Ki"] as const).find((candidate) => this.amount % BYTES[candidate] === 0);
    return unit ? `${this.amount / BYTES[unit]}${unit}` : `${this.amount}`;
  }
}
