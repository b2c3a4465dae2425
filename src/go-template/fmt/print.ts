import { type FormatProblem, typeName, type Value } from "../value";
import { type Flags, formatValue, NO_FLAGS } from "./printer";

type Report = (problem: FormatProblem) => void;

const ignore: Report = () => {};

/** fmt.Sprint: a space separates two operands unless one of them is a string. */
export function sprint(values: readonly Value[]): string {
  return values
    .map((value, index) => {
      const before = values[index - 1];
      const isApart = before !== undefined && before.kind !== "string" && value.kind !== "string";
      return (isApart ? " " : "") + formatValue(value, "v", NO_FLAGS, ignore);
    })
    .join("");
}

/** fmt.Sprintln: a space separates the operands, and a newline ends the text. */
export function sprintln(values: readonly Value[]): string {
  return `${values.map((value) => formatValue(value, "v", NO_FLAGS, ignore)).join(" ")}\n`;
}

/**
 * fmt.Sprintf. It reports each part that prints an error, such as %!d(float64=1).
 * @see https://github.com/golang/go/blob/go1.26.0/src/fmt/print.go (doPrintf)
 */
export function sprintf(format: string, values: readonly Value[], report: Report): string {
  return new Formatter(format, values, report).format();
}

/** Larger numbers are no width or precision. */
const LARGEST = 1e6;

const FLAGS = "#0+- ";

class Formatter {
  private at = 0;
  private argument = 0;
  private reordered = false;
  private goodIndex = true;
  private output = "";

  constructor(
    private readonly text: string,
    private readonly values: readonly Value[],
    private readonly report: Report,
  ) {}

  format(): string {
    while (this.at < this.text.length) {
      const next = this.text.indexOf("%", this.at);
      this.output += this.text.slice(this.at, next < 0 ? undefined : next);
      if (next < 0) break;
      this.at = next + 1;
      this.verb(next);
    }
    if (!this.reordered && this.argument < this.values.length) this.extra(this.values.slice(this.argument));
    return this.output;
  }

  private verb(from: number): void {
    this.goodIndex = true;
    const flags = this.flags();
    const isIndexed = this.index();
    const width = this.width(flags, isIndexed);
    const isNextIndexed = isIndexed && !width.fromArgument;
    const precision = this.precision(isNextIndexed);
    if (!(precision.isIndexed ?? isNextIndexed)) this.index();
    const code = this.text.codePointAt(this.at);
    if (code === undefined) {
      this.problem("%!(NOVERB)", "format", this.text.slice(from), "");
      return;
    }
    const verb = String.fromCodePoint(code);
    this.at += verb.length;
    this.apply(verb, { ...width.flags, precision: precision.value }, this.text.slice(from, this.at));
  }

  private apply(verb: string, flags: Flags, written: string): void {
    const value = this.values[this.argument];
    if (verb === "%") {
      this.output += "%";
    } else if (!this.goodIndex) {
      this.problem(`%!${verb}(BADINDEX)`, "format", written, "");
    } else if (value === undefined) {
      this.problem(`%!${verb}(MISSING)`, "missing", written, "");
    } else {
      this.argument += 1;
      this.output += formatValue(value, verb, flags, (problem) => this.report({ ...problem, verb: written }));
    }
  }

  private flags(): Flags {
    const from = this.at;
    while (this.at < this.text.length && FLAGS.includes(this.text.charAt(this.at))) this.at += 1;
    const has = (flag: string) => this.text.slice(from, this.at).includes(flag);
    return { ...NO_FLAGS, minus: has("-"), plus: has("+"), sharp: has("#"), space: has(" "), zero: has("0") };
  }

  private width(flags: Flags, afterIndex: boolean): { readonly flags: Flags; readonly fromArgument: boolean } {
    if (this.text[this.at] === "*") {
      const width = this.fromArgument();
      if (width === null) this.problem("%!(BADWIDTH)", "format", "%*", "");
      if (width === null || width >= 0) return { flags: { ...flags, width }, fromArgument: true };
      return { flags: { ...flags, width: -width, minus: true, zero: false }, fromArgument: true };
    }
    const width = this.number();
    if (afterIndex && width !== null) this.goodIndex = false;
    return { flags: { ...flags, width }, fromArgument: false };
  }

  /** @returns the precision, and whether an argument index precedes the verb; null without a precision */
  private precision(afterIndex: boolean): { readonly value: number | null; readonly isIndexed: boolean | null } {
    if (this.text[this.at] !== "." || this.at + 1 >= this.text.length) return { value: null, isIndexed: null };
    this.at += 1;
    if (afterIndex) this.goodIndex = false;
    const isIndexed = this.index();
    if (this.text[this.at] !== "*") return { value: this.number() ?? 0, isIndexed };
    const number = this.fromArgument();
    const value = number === null || number < 0 ? null : number;
    if (value === null) this.problem("%!(BADPREC)", "format", "%.*", "");
    return { value, isIndexed: false };
  }

  /** Reads a width or precision from the next argument. */
  private fromArgument(): number | null {
    this.at += 1;
    const value = this.values[this.argument];
    if (value === undefined) return null;
    this.argument += 1;
    if (value.kind !== "int" && value.kind !== "uint") return null;
    return Math.abs(Number(value.value)) > LARGEST ? null : Number(value.value);
  }

  private number(): number | null {
    const [digits] = /^\d+/.exec(this.text.slice(this.at, this.at + 20)) ?? [];
    if (digits === undefined) return null;
    this.at += digits.length;
    if (Number(digits) <= LARGEST) return Number(digits);
    // Go then skips the rest of the format.
    this.at = this.text.length;
    return null;
  }

  /** Reads an argument index such as [2]. @returns whether there is one */
  private index(): boolean {
    if (this.text[this.at] !== "[") return false;
    this.reordered = true;
    const close = this.text.indexOf("]", this.at);
    const digits = close < 0 ? "" : this.text.slice(this.at + 1, close);
    this.at = close < 0 ? this.at + 1 : close + 1;
    const index = Number(digits) - 1;
    if (!/^\d+$/.test(digits) || index < 0 || index >= this.values.length) {
      this.goodIndex = false;
      return /^\d+$/.test(digits);
    }
    this.argument = index;
    return true;
  }

  private extra(values: readonly Value[]): void {
    const parts = values.map((value) =>
      value.kind === "nil" ? "<nil>" : `${typeName(value)}=${formatValue(value, "v", NO_FLAGS, ignore)}`,
    );
    this.problem(`%!(EXTRA ${parts.join(", ")})`, "extra", "", values.map(typeName).join(", "));
  }

  private problem(printed: string, problem: FormatProblem["problem"], verb: string, type: string): void {
    this.output += printed;
    this.report({ text: printed, problem, verb, type });
  }
}
