import { closest, distance } from "fastest-levenshtein";
import { ByteSize, Cpu, Duration, type Quantity } from "../units";
import { quoted, type TextValidator, validateText, wrongType } from "./messages";
import { isPlainObject } from "./plain-object";
import { type Least, measured, type QuantityValidator } from "./quantity-validator";
import { SettingsError } from "./settings-error";

/** The keys of T whose values are of type V. */
type KeysOf<T, V> = { [K in keyof T]-?: NonNullable<T[K]> extends V ? K : never }[keyof T] & string;

const SLIP = "so little is a slip of the pen";
const LEAST_DURATION: Least<Duration> = { amount: Duration.seconds(1), why: SLIP };
const LEAST_SIZE: Least<ByteSize> = { amount: ByteSize.kibibytes(1), why: SLIP };

/**
 * The settings of one section while it is read into the model. The compiler checks settings only where somebody runs
 * it, and a bundler does not: so every value is checked again here, and a key that nobody asked for is refused.
 */
export class SettingsReader<T extends object> {
  private readonly values: Readonly<Record<string, unknown>>;
  private readonly asked = new Set<string>();

  private constructor(
    values: object,
    /** How a person finds the section in the settings. */
    readonly path: string,
  ) {
    this.values = { ...values };
  }

  /**
   * Reads a whole section.
   * @param value what was written, undefined where nothing was
   * @throws SettingsError where it is not a section, or holds a key that nothing reads
   */
  static read<T extends object, R>(value: unknown, path: string, resolve: (reader: SettingsReader<T>) => R): R {
    if (value !== undefined && !isPlainObject(value)) throw wrongType("a section of settings in braces", value, path);
    const reader = new SettingsReader<T>(value ?? {}, path);
    try {
      const result = resolve(reader);
      reader.refuseUnread();
      return result;
    } catch (error) {
      throw reader.misspelt(error) ?? error;
    }
  }

  /** The name of a setting in this section, as a person would look for it. */
  named(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }

  has(key: keyof T & string): boolean {
    return this.take(key) !== undefined;
  }

  object<K extends KeysOf<T, object>, R>(
    key: K,
    resolve: (reader: SettingsReader<NonNullable<T[K]> & object>) => R,
  ): R {
    return SettingsReader.read<NonNullable<T[K]> & object, R>(this.take(key), this.named(key), resolve);
  }

  list<K extends KeysOf<T, readonly object[]>, R>(
    key: K,
    resolve: (reader: SettingsReader<NonNullable<T[K]> extends readonly (infer I extends object)[] ? I : never>) => R,
  ): readonly R[] {
    const value = this.take(key) ?? [];
    if (!Array.isArray(value)) throw wrongType("a list in brackets", value, this.named(key));
    return value.map((item: unknown, index) => SettingsReader.read(item, `${this.named(key)}[${index}]`, resolve));
  }

  duration(key: KeysOf<T, Duration>, fallback: Duration, least = LEAST_DURATION): Duration {
    return this.quantity(key, { type: Duration, least, example: fallback });
  }

  byteSize(key: KeysOf<T, ByteSize>, fallback: ByteSize, least = LEAST_SIZE): ByteSize {
    return this.quantity(key, { type: ByteSize, least, example: fallback });
  }

  cpu(key: KeysOf<T, Cpu>, fallback: Cpu): Cpu {
    return this.quantity(key, { type: Cpu, least: null, example: fallback });
  }

  optionalByteSize(key: KeysOf<T, ByteSize>): ByteSize | null {
    return this.has(key) ? this.byteSize(key, ByteSize.gibibytes(2)) : null;
  }

  optionalCpu(key: KeysOf<T, Cpu>): Cpu | null {
    return this.has(key) ? this.cpu(key, Cpu.millicores(250)) : null;
  }

  /** A share of processor time, or null where "none" was written. */
  cpuOrNone(key: KeysOf<T, Cpu | "none">, fallback: Cpu | null): Cpu | null {
    const value = this.take(key) ?? fallback;
    return value === null || value === "none"
      ? null
      : this.quantity(key, { type: Cpu, least: null, example: fallback ?? Cpu.cores(1), or: '"none"' });
  }

  /** A count: a whole number between `least` and `most`. */
  count(key: KeysOf<T, number>, fallback: number, least: number, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.take(key) ?? fallback;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const bound = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw wrongType(`a whole number ${bound}`, value, this.named(key));
  }

  /** A number between `least` and `most`, fractions included. */
  ratio(key: KeysOf<T, number>, fallback: number, least: number, most: number): number {
    const value = this.take(key) ?? fallback;
    if (typeof value === "number" && value >= least && value <= most) return value;
    throw wrongType(`a number from ${least} to ${most}`, value, this.named(key));
  }

  optionalRatio(key: KeysOf<T, number>, least: number, most: number): number | null {
    return this.has(key) ? this.ratio(key, least, least, most) : null;
  }

  optionalCount(key: KeysOf<T, number>, least: number): number | null {
    return this.has(key) ? this.count(key, least, least) : null;
  }

  flag(key: KeysOf<T, boolean>, fallback: boolean): boolean {
    const value = this.take(key) ?? fallback;
    if (typeof value !== "boolean") throw wrongType("true or false", value, this.named(key));
    return value;
  }

  choice<C extends string>(key: KeysOf<T, C>, choices: readonly C[], fallback?: C): C {
    const value = this.take(key) ?? fallback;
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw wrongType(`one of ${choices.map(quoted).join(", ")}`, value, this.named(key));
    return choice;
  }

  text(key: KeysOf<T, string>, form: TextValidator, fallback?: string): string {
    return validateText(this.take(key) ?? fallback, form, this.named(key));
  }

  optionalText(key: KeysOf<T, string>, form: TextValidator): string | null {
    return this.has(key) ? this.text(key, form) : null;
  }

  texts(key: KeysOf<T, readonly string[]>, form: TextValidator, fallback: readonly string[]): readonly string[] {
    const value = this.take(key) ?? fallback;
    if (!Array.isArray(value)) throw wrongType("a list in brackets", value, this.named(key));
    return value.map((item: unknown, index) => validateText(item, form, `${this.named(key)}[${index}]`));
  }

  /** A value as it was written, for settings whose type is not ours. */
  raw<K extends keyof T & string>(key: K): unknown {
    return this.take(key);
  }

  /** A quantity as it was written, or else the example: it is the default. */
  private quantity<Q extends Quantity>(key: string, form: QuantityValidator<Q>): Q {
    return measured(this.take(key) ?? form.example, form, this.named(key));
  }

  private take(key: string): unknown {
    this.asked.add(key);
    return this.values[key] ?? undefined;
  }

  private refuseUnread(): void {
    const [unread] = this.unread();
    if (unread !== undefined) throw this.unknown(unread, [...this.asked].sort());
  }

  /** A refusal of what is missing, told as the slip of the pen that it most likely is. */
  private misspelt(error: unknown): SettingsError | undefined {
    if (!(error instanceof SettingsError)) return undefined;
    const missing = [...this.asked].find((key) => error.props.setting === this.named(key));
    if (missing === undefined || this.take(missing) !== undefined) return undefined;
    const slip = this.unread().find((key) => distance(key, missing) <= 2);
    return slip === undefined ? undefined : this.unknown(slip, [missing]);
  }

  private unread(): readonly string[] {
    return Object.keys(this.values).filter((key) => !this.asked.has(key));
  }

  /** @param known all that may be meant: before every key has been asked for, only the missing one */
  private unknown(unread: string, known: readonly string[]): SettingsError {
    return new SettingsError({
      setting: this.named(unread),
      got: `a setting named "${unread}"`,
      expected: `${known.length > 1 ? "one of " : ""}${known.map(quoted).join(", ")}`,
      why: "a setting that nothing reads would be ignored without a word",
      remedy: `did you mean "${closest(unread, known)}"?`,
    });
  }
}
