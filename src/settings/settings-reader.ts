import { closest } from "fastest-levenshtein";
import { ByteSize, Cpu, Duration, type Quantity } from "../units";
import { nearest, quoted, wrongType } from "./messages";
import { isPlainObject } from "./plain-object";
import { SettingsError } from "./settings-error";
import { type Minimum, type QuantityValidator, type TextValidator, validateQuantity, validateText } from "./validators";

/** The keys of T whose values are of type V. */
type KeysOf<T, V> = { [K in keyof T]-?: NonNullable<T[K]> extends V ? K : never }[keyof T] & string;

const IMPLAUSIBLE = "implausibly small; probably a typo";
const MINIMUM_DURATION: Minimum<Duration> = { amount: Duration.seconds(1), why: IMPLAUSIBLE };
const MINIMUM_SIZE: Minimum<ByteSize> = { amount: ByteSize.kibibytes(1), why: IMPLAUSIBLE };

/**
 * Reads one section of the settings into the model. The bundler doesn't check types, so the reader validates every
 * value at run time. It rejects unknown keys.
 */
export class SettingsReader<T extends object> {
  private readonly values: Readonly<Record<string, unknown>>;
  private readonly known = new Set<string>();

  private constructor(
    values: object,
    /** The section's path in the settings, such as "loki.wal". Empty for the whole settings. */
    readonly path: string,
  ) {
    this.values = { ...values };
  }

  /**
   * Reads a whole section.
   * @param value the user's value, or undefined if unset
   * @throws SettingsError if the value is not an object, or has a key that `resolve` doesn't read
   */
  static read<T extends object, R>(value: unknown, path: string, resolve: (reader: SettingsReader<T>) => R): R {
    if (value !== undefined && !isPlainObject(value))
      throw wrongType("an object of settings", value, path || "settings");
    const reader = new SettingsReader<T>(value ?? {}, path);
    try {
      const result = resolve(reader);
      reader.rejectUnread();
      return result;
    } catch (error) {
      throw reader.misspelt(error) ?? error;
    }
  }

  /** Returns the full name of a setting in this section, such as "loki.wal.size". */
  fullName(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }

  /** Returns whether the user set it. As every method that reads a setting, it makes the name known. */
  isSet(key: keyof T & string): boolean {
    return this.value(key) !== undefined;
  }

  object<K extends KeysOf<T, object>, R>(
    key: K,
    resolve: (reader: SettingsReader<NonNullable<T[K]> & object>) => R,
  ): R {
    return SettingsReader.read<NonNullable<T[K]> & object, R>(this.value(key), this.fullName(key), resolve);
  }

  list<K extends KeysOf<T, readonly object[]>, R>(
    key: K,
    resolve: (reader: SettingsReader<NonNullable<T[K]> extends readonly (infer I extends object)[] ? I : never>) => R,
  ): readonly R[] {
    const value = this.value(key) ?? [];
    if (!Array.isArray(value)) throw wrongType("an array", value, this.fullName(key));
    return value.map((item: unknown, index) => SettingsReader.read(item, `${this.fullName(key)}[${index}]`, resolve));
  }

  duration(key: KeysOf<T, Duration>, fallback: Duration, minimum = MINIMUM_DURATION): Duration {
    return this.quantity(key, { type: Duration, minimum, example: fallback });
  }

  byteSize(key: KeysOf<T, ByteSize>, fallback: ByteSize, minimum = MINIMUM_SIZE): ByteSize {
    return this.quantity(key, { type: ByteSize, minimum, example: fallback });
  }

  cpu(key: KeysOf<T, Cpu>, fallback: Cpu): Cpu {
    return this.quantity(key, { type: Cpu, minimum: null, example: fallback });
  }

  optionalByteSize(key: KeysOf<T, ByteSize>): ByteSize | null {
    return this.isSet(key) ? this.byteSize(key, ByteSize.gibibytes(2)) : null;
  }

  optionalCpu(key: KeysOf<T, Cpu>): Cpu | null {
    return this.isSet(key) ? this.cpu(key, Cpu.millicores(250)) : null;
  }

  /** CPU time, or null for "none". */
  cpuOrNone(key: KeysOf<T, Cpu | "none">, fallback: Cpu | null): Cpu | null {
    const value = this.value(key) ?? fallback;
    return value === null || value === "none"
      ? null
      : this.quantity(key, { type: Cpu, minimum: null, example: fallback ?? Cpu.cores(1), or: '"none"' });
  }

  /** A whole number. */
  count(key: KeysOf<T, number>, fallback: number, minimum: number, maximum = Number.MAX_SAFE_INTEGER): number {
    const value = this.value(key) ?? fallback;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= minimum && value <= maximum) return value;
    const range = maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
    throw wrongType(`a whole number ${range}`, value, this.fullName(key));
  }

  /** A number that may have a fraction. */
  ratio(key: KeysOf<T, number>, fallback: number, minimum: number, maximum: number): number {
    const value = this.value(key) ?? fallback;
    if (typeof value === "number" && value >= minimum && value <= maximum) return value;
    throw wrongType(`a number from ${minimum} to ${maximum}`, value, this.fullName(key));
  }

  optionalRatio(key: KeysOf<T, number>, minimum: number, maximum: number): number | null {
    return this.isSet(key) ? this.ratio(key, minimum, minimum, maximum) : null;
  }

  optionalCount(key: KeysOf<T, number>, minimum: number): number | null {
    return this.isSet(key) ? this.count(key, minimum, minimum) : null;
  }

  flag(key: KeysOf<T, boolean>, fallback: boolean): boolean {
    const value = this.value(key) ?? fallback;
    if (typeof value !== "boolean") throw wrongType("true or false", value, this.fullName(key));
    return value;
  }

  choice<C extends string>(key: KeysOf<T, C>, choices: readonly C[], fallback?: C): C {
    const value = this.value(key) ?? fallback;
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw wrongType(`one of ${choices.map(quoted).join(", ")}`, value, this.fullName(key));
    return choice;
  }

  text(key: KeysOf<T, string>, validator: TextValidator, fallback?: string): string {
    return validateText(this.value(key) ?? fallback, validator, this.fullName(key));
  }

  optionalText(key: KeysOf<T, string>, validator: TextValidator): string | null {
    return this.isSet(key) ? this.text(key, validator) : null;
  }

  texts(key: KeysOf<T, readonly string[]>, validator: TextValidator, fallback: readonly string[]): readonly string[] {
    const value = this.value(key) ?? fallback;
    if (!Array.isArray(value)) throw wrongType("an array", value, this.fullName(key));
    return value.map((item: unknown, index) => validateText(item, validator, `${this.fullName(key)}[${index}]`));
  }

  /** A value without validation, for settings that another module validates. */
  raw<K extends keyof T & string>(key: K): unknown {
    return this.value(key);
  }

  /** A quantity. The validator's example is the default. */
  private quantity<Q extends Quantity>(key: string, validator: QuantityValidator<Q>): Q {
    return validateQuantity(this.value(key) ?? validator.example, validator, this.fullName(key));
  }

  /** Returns the user's value, or undefined if unset. Makes the name known, so that it is not rejected. */
  private value(key: string): unknown {
    this.known.add(key);
    return this.values[key] ?? undefined;
  }

  private rejectUnread(): void {
    const [unread] = this.unread();
    if (unread !== undefined) throw this.unknown(unread, [...this.known].sort());
  }

  /** If a setting is missing because its name is misspelt, returns the error for the misspelt name instead. */
  private misspelt(error: unknown): SettingsError | undefined {
    if (!(error instanceof SettingsError)) return undefined;
    const missing = [...this.known].find((key) => error.props.setting === this.fullName(key));
    if (missing === undefined || this.value(missing) !== undefined) return undefined;
    const typo = this.unread().find((key) => nearest(key, [missing]) !== null);
    return typo === undefined ? undefined : this.unknown(typo, [missing]);
  }

  private unread(): readonly string[] {
    return Object.keys(this.values).filter((key) => !this.known.has(key));
  }

  /** @param known the valid names that the error lists */
  private unknown(unread: string, known: readonly string[]): SettingsError {
    return new SettingsError({
      setting: this.fullName(unread),
      got: "an unknown setting",
      expected: `${known.length > 1 ? "one of " : ""}${known.map(quoted).join(", ")}`,
      why: "the setting would be ignored silently",
      remedy: `did you mean "${closest(unread, known)}"?`,
    });
  }
}
