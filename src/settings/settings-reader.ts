import { ByteSize, Cpu, Duration, type Quantity } from "../units";
import { literal, meantChoice, meantFlag, meantNumber, meantQuantity, meantTexts } from "./meant";
import { assignment, formatValue, quoted, wrongType } from "./messages";
import { isPlainObject } from "./plain-object";
import { Refusals } from "./refusals";
import { notASection, type SectionHelp } from "./section";
import { SettingsError, type SettingsErrorProps } from "./settings-error";
import { unknownSetting } from "./unknown-setting";
import {
  invalidQuantity,
  invalidText,
  isValidQuantity,
  isValidText,
  type Minimum,
  type QuantityValidator,
  type TextValidator,
} from "./validators";

/** The keys of T whose values are of type V. */
type KeysOf<T, V> = { [K in keyof T]-?: NonNullable<T[K]> extends V ? K : never }[keyof T] & string;

/** Resolves a group of settings. It must not depend on anything but the reader, so that it can run on trial. */
type Resolve<T extends object, R> = (reader: SettingsReader<T>) => R;

const IMPLAUSIBLE = "implausibly small; probably a typo";
const MINIMUM_DURATION: Minimum<Duration> = { amount: Duration.seconds(1), why: IMPLAUSIBLE };
const MINIMUM_SIZE: Minimum<ByteSize> = { amount: ByteSize.kibibytes(1), why: IMPLAUSIBLE };

/**
 * Reads one group of the settings into the model. The bundler doesn't check types, so the reader validates every value
 * at run time. It rejects unknown keys. In place of a refused value, it returns a valid substitute and goes on, and throws
 * at the end: no caller sees a model with a substitute.
 */
export class SettingsReader<T extends object> {
  private readonly known = new Set<string>();

  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    /** The group's path in the settings, such as "loki.wal". Empty for the whole settings. */
    readonly path: string,
    private readonly refusals: Refusals,
    private readonly help: SectionHelp,
  ) {}

  /**
   * Reads settings with all their groups.
   * @param value the user's value, or undefined if unset
   * @throws SettingsError with every setting that is invalid, or that `resolve` doesn't read, in the order of the value
   */
  static read<T extends object, R>(value: unknown, path: string, resolve: Resolve<T, R>): R {
    const refusals = new Refusals();
    const result = SettingsReader.group(value, path, refusals, resolve, {});
    refusals.throwIfAny(value, path);
    return result;
  }

  private static group<T extends object, R>(
    value: unknown,
    path: string,
    refusals: Refusals,
    resolve: Resolve<T, R>,
    help: SectionHelp,
  ): R {
    if (value === undefined || isPlainObject(value)) {
      const reader = new SettingsReader<T>(value ?? {}, path, refusals, help);
      const result = resolve(reader);
      reader.refuseUnknown();
      return result;
    }
    const trial = (values: Readonly<Record<string, unknown>>) => {
      const reader = new SettingsReader<T>(values, path, new Refusals(), help);
      return { reader, substitute: resolve(reader) };
    };
    const { reader, substitute } = trial({});
    const keys = [...reader.known].map((key) => ({
      key,
      isRequired: reader.refusals.isMissing(reader.fullName(key)),
      // Nothing in place of all settings can be one of them.
      code: path === "" ? null : trial({ [key]: value }).reader.meant(key),
    }));
    refusals.add(notASection(value, path, keys, help));
    return substitute;
  }

  /** Returns the full name of a setting in this group, such as "loki.wal.size". */
  fullName(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }

  /** Returns whether the user set it. As every method that reads a setting, it makes the name known. */
  isSet(key: keyof T & string): boolean {
    return this.value(key) !== undefined;
  }

  /** Returns whether none of these settings of the group is refused. Otherwise, their values are substitutes. */
  areValid(...keys: readonly string[]): boolean {
    return !keys.some((key) => this.refusals.concern(this.fullName(key)));
  }

  /** Refuses a setting for a reason that no method knows, such as a combination of valid settings. */
  refuse(problem: SettingsErrorProps): void {
    this.refusals.add({ problem, isMissing: false, meant: null });
  }

  /** Returns the result of a call. If it throws a SettingsError, refuses its problems and returns the substitute. */
  attempt<R>(call: () => R, substitute: R): R {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      for (const problem of error.problems) this.refuse(problem);
      return substitute;
    }
  }

  object<K extends KeysOf<T, object>, R>(
    key: K,
    resolve: Resolve<NonNullable<T[K]> & object, R>,
    help: SectionHelp = {},
  ): R {
    return SettingsReader.group(this.value(key), this.fullName(key), this.refusals, resolve, help);
  }

  /**
   * A required group, or null for "none".
   * @param missing why it is required, and the remedy
   */
  objectOrNone<K extends KeysOf<T, object | "none">, R>(
    key: K,
    resolve: Resolve<Exclude<NonNullable<T[K]>, "none"> & object, R>,
    { missing, ...help }: SectionHelp & { readonly missing: Omit<SettingsErrorProps, "setting" | "got"> },
  ): R | null {
    const value = this.value(key);
    if (value === "none") return null;
    const [setting, or] = [this.fullName(key), '"none"'];
    const isOff = meantFlag(value) === "false";
    if (value !== undefined && value !== "" && !isOff)
      return SettingsReader.group(value, setting, this.refusals, resolve, { ...help, or });
    const remedy = isOff ? `write ${assignment(setting, or)}` : missing.remedy;
    return this.refused(key, { ...missing, setting, got: formatValue(value), remedy }, null);
  }

  list<K extends KeysOf<T, readonly object[]>, R>(
    key: K,
    resolve: Resolve<NonNullable<T[K]> extends readonly (infer I extends object)[] ? I : never, R>,
    help: SectionHelp = {},
  ): readonly R[] {
    const value = this.value(key) ?? [];
    const setting = this.fullName(key);
    if (Array.isArray(value))
      return value.map((item: unknown, index) =>
        SettingsReader.group(item, `${setting}[${index}]`, this.refusals, resolve, help),
      );
    if (isPlainObject(value)) {
      const meant = `[${formatValue(value)}]`;
      return this.refused(key, wrongType("an array", value, setting, meant), [], meant);
    }
    SettingsReader.group(value, setting, this.refusals, resolve, { ...help, isList: true });
    return [];
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
    const isValid = (value: unknown): value is number =>
      typeof value === "number" && Number.isSafeInteger(value) && value >= minimum && value <= maximum;
    const range = maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
    return this.number(key, fallback, isValid, `a whole number ${range}`);
  }

  /** A number that may have a fraction. */
  ratio(key: KeysOf<T, number>, fallback: number, minimum: number, maximum: number): number {
    const isValid = (value: unknown): value is number =>
      typeof value === "number" && value >= minimum && value <= maximum;
    return this.number(key, fallback, isValid, `a number from ${minimum} to ${maximum}`);
  }

  optionalRatio(key: KeysOf<T, number>, minimum: number, maximum: number): number | null {
    return this.isSet(key) ? this.ratio(key, minimum, minimum, maximum) : null;
  }

  optionalCount(key: KeysOf<T, number>, minimum: number): number | null {
    return this.isSet(key) ? this.count(key, minimum, minimum) : null;
  }

  flag(key: KeysOf<T, boolean>, fallback: boolean): boolean {
    const value = this.value(key) ?? fallback;
    if (typeof value === "boolean") return value;
    const meant = meantFlag(value);
    return this.refused(key, wrongType("true or false", value, this.fullName(key), meant), fallback, meant);
  }

  /** @param substitute the choice to go on with if a required one is refused */
  choice<C extends string>(key: KeysOf<T, C>, choices: readonly [C, ...C[]], fallback?: C): C {
    const value = this.value(key) ?? fallback;
    const choice = choices.find((candidate) => candidate === value);
    if (choice !== undefined) return choice;
    const meant = meantChoice(value, choices);
    const expected = `one of ${choices.map(quoted).join(", ")}`;
    return this.refused(key, wrongType(expected, value, this.fullName(key), meant), fallback ?? choices[0], meant);
  }

  text(key: KeysOf<T, string>, validator: TextValidator, fallback?: string): string {
    const value = this.value(key) ?? fallback;
    if (isValidText(value, validator)) return value;
    return this.refused(key, invalidText(value, validator, this.fullName(key)), fallback ?? "");
  }

  optionalText(key: KeysOf<T, string>, validator: TextValidator): string | null {
    return this.isSet(key) ? this.text(key, validator) : null;
  }

  texts(key: KeysOf<T, readonly string[]>, validator: TextValidator, fallback: readonly string[]): readonly string[] {
    const value = this.value(key) ?? fallback;
    const meant = meantTexts(value, validator);
    if (!Array.isArray(value))
      return this.refused(key, wrongType("an array", value, this.fullName(key), meant), fallback, meant);
    return value.flatMap((item: unknown, index) => {
      if (isValidText(item, validator)) return [item];
      this.refuse(invalidText(item, validator, `${this.fullName(key)}[${index}]`));
      return [];
    });
  }

  /** A value without validation, for settings that another module validates. */
  raw<K extends keyof T & string>(key: K): unknown {
    return this.value(key);
  }

  private number(
    key: string,
    fallback: number,
    isValid: (value: unknown) => value is number,
    expected: string,
  ): number {
    const value = this.value(key) ?? fallback;
    if (isValid(value)) return value;
    const meant = meantNumber(value, isValid);
    return this.refused(key, wrongType(expected, value, this.fullName(key), meant), fallback, meant);
  }

  /** A quantity. The validator's example is the default. */
  private quantity<Q extends Quantity>(key: string, validator: QuantityValidator<Q>): Q {
    const value = this.value(key) ?? validator.example;
    if (isValidQuantity(value, validator)) return value;
    const meant = meantQuantity(value, validator);
    return this.refused(key, invalidQuantity(value, validator, this.fullName(key), meant), validator.example, meant);
  }

  /** Refuses a setting, and returns the substitute. */
  private refused<V>(key: string, problem: SettingsErrorProps, substitute: V, meant: string | null = null): V {
    this.refusals.add({ problem, isMissing: this.value(key) === undefined, meant });
    return substitute;
  }

  /** Returns the user's value, or undefined if unset. Makes the name known, so that it is not rejected. */
  private value(key: string): unknown {
    this.known.add(key);
    this.refusals.learn(this.fullName(key));
    return this.values[key] ?? undefined;
  }

  /** Returns the code of the value if the setting accepts it or it is clear what it means, otherwise null. */
  private meant(key: string): string | null {
    const refusal = this.refusals.find(this.fullName(key));
    return refusal === undefined ? literal(this.value(key)) : refusal.meant;
  }

  private refuseUnknown(): void {
    const unset = [...this.known].filter((name) => this.value(name) === undefined);
    const group = { path: this.path, known: [...this.known], unset, help: this.help };
    for (const [key, value] of Object.entries(this.values))
      if (!this.known.has(key)) this.refusals.add(unknownSetting(key, value, group, this.refusals));
  }
}
