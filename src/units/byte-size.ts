import { Quantity } from "./quantity";

const BYTES = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;

/** The units with a factory, largest first. */
const NAMED = [
  ["gibibytes", BYTES.Gi],
  ["mebibytes", BYTES.Mi],
  ["kibibytes", BYTES.Ki],
] as const;

/** Kubernetes' binary and decimal suffixes, and Loki's (KB, MB, …), which mean binary units. */
const PARSED: Readonly<Record<string, number>> = {
  ...BYTES,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  B: 1,
  KB: BYTES.Ki,
  MB: BYTES.Mi,
  GB: BYTES.Gi,
  TB: BYTES.Ti,
};

/** An amount of memory, disk space or text, in whole bytes. */
export class ByteSize extends Quantity {
  static readonly expected = "a size in whole bytes";

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

  /**
   * Parses a Kubernetes quantity ("2Gi") or a size in Loki's configuration ("256KB"). Returns null for other text.
   * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
   */
  static parse(text: string): ByteSize | null {
    const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text) ?? [];
    const factor = Object.hasOwn(PARSED, unit) ? PARSED[unit] : undefined;
    return number === undefined || factor === undefined ? null : new ByteSize(Math.ceil(Number(number) * factor), text);
  }

  private constructor(amount: number, written: string) {
    super(amount, written);
    Object.freeze(this);
  }

  toBytes(): number {
    return this.amount;
  }

  /** Returns the size in whole mebibytes, rounded down so that a limit never grows. */
  toMebibytes(): number {
    return Math.floor(this.amount / BYTES.Mi);
  }

  /** Returns the ratio of this size to the other one. */
  dividedBy(other: ByteSize): number {
    return this.amount / other.amount;
  }

  plus(other: ByteSize): ByteSize {
    return ByteSize.bytes(this.amount + other.amount);
  }

  minus(other: ByteSize): ByteSize {
    return ByteSize.bytes(this.amount - other.amount);
  }

  /** Returns the size multiplied, rounded down to whole mebibytes for readability. */
  times(factor: number): ByteSize {
    return ByteSize.mebibytes(Math.floor((this.amount * factor) / BYTES.Mi));
  }

  /** Returns the size multiplied, rounded up to whole bytes. */
  scaled(factor: number): ByteSize {
    return ByteSize.bytes(Math.ceil(this.amount * factor));
  }

  /** Returns the size in whole mebibytes, rounded up. */
  inMebibytes(): ByteSize {
    return ByteSize.mebibytes(Math.ceil(this.amount / BYTES.Mi));
  }

  /** Returns the larger of the two. */
  orMore(other: ByteSize): ByteSize {
    return other.isLargerThan(this) ? other : this;
  }

  /** Returns the smaller of the two. */
  orLess(other: ByteSize): ByteSize {
    return this.isLargerThan(other) ? other : this;
  }

  /** Formats the size for display, in the largest binary unit of at least one, with at most one decimal ("1.2 GiB"). */
  toHumanString(): string {
    const unit = (["Ti", "Gi", "Mi", "Ki"] as const).find((candidate) => this.amount >= BYTES[candidate]);
    if (unit === undefined) return `${this.amount} B`;
    const amount = this.amount / BYTES[unit];
    return `${Number(amount.toFixed(amount < 10 ? 1 : 0))} ${unit}B`;
  }

  /** Formats the size for display beside other sizes, in whole mebibytes, rounded up ("4251 MiB"). */
  toMebibytesString(): string {
    return `${Math.ceil(this.amount / BYTES.Mi)} MiB`;
  }

  /** Returns code such as "ByteSize.mebibytes(1536)". */
  override snippet(): string {
    const [unit, bytes] = NAMED.find(([, size]) => this.amount % size === 0) ?? ["bytes", 1];
    return `ByteSize.${unit}(${this.amount / bytes})`;
  }

  isLargerThan(other: ByteSize): boolean {
    return this.amount > other.amount;
  }

  /**
   * Returns the size as a Kubernetes quantity, in the largest binary unit without a fraction ("2Gi", "1536Ki", "100").
   * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
   */
  override toString(): string {
    if (this.amount === 0) return "0";
    const unit = (["Ti", "Gi", "Mi", "Ki"] as const).find((candidate) => this.amount % BYTES[candidate] === 0);
    return unit ? `${this.amount / BYTES[unit]}${unit}` : `${this.amount}`;
  }
}
