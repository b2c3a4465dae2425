import { type FormatProblem, type IntegerValue, namedOf, typeName, UnsupportedError, type Value } from "../value";
import { formatFloat } from "./float";
import { quote } from "./quote";

/** The flags, width and precision of a verb. */
export interface Flags {
  readonly minus: boolean;
  readonly plus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly width: number | null;
  readonly precision: number | null;
}

export const NO_FLAGS: Flags = {
  minus: false,
  plus: false,
  sharp: false,
  space: false,
  zero: false,
  width: null,
  precision: null,
};

/** An example: addresses differ at every evaluation. */
const ADDRESS = "0xc000000000";

type Report = (problem: FormatProblem) => void;

/**
 * Formats a value with a verb as fmt does, and reports each verb that the value doesn't have.
 * @see https://github.com/golang/go/blob/go1.26.0/src/fmt/print.go (printArg)
 */
export function formatValue(value: Value, verb: string, flags: Flags, report: Report): string {
  if (verb === "T") return pad(text(value.kind === "nil" ? "<nil>" : typeName(value), flags), flags);
  if (verb === "p") throw new UnsupportedError("a pointer's address");
  // Of %+v and %#v, only structures have another form.
  const isSyntax = verb === "v" && flags.sharp;
  const isNamed = verb === "v" && flags.plus;
  const effective = verb === "v" ? { ...flags, sharp: false, plus: false } : flags;
  return new Printer(verb, effective, report, isSyntax, isSyntax || isNamed).print(value, 0);
}

class Printer {
  constructor(
    private readonly verb: string,
    private readonly flags: Flags,
    private readonly report: Report,
    /** Whether to print Go syntax, as %#v does. */
    private readonly isSyntax = false,
    /** Whether to print the names of fields. */
    private readonly hasNames = false,
  ) {}

  print(value: Value, depth: number): string {
    const { verb, flags } = this;
    const named = namedOf(value);
    if (verb === "w") return this.bad(value);
    if (named !== null && "vsxXq".includes(verb)) {
      if (this.isSyntax) throw new UnsupportedError("Go syntax of a type with methods");
      return this.string(named.text, value);
    }
    if (value.kind === "struct" && named !== null) throw new UnsupportedError("the fields of a type with methods");
    switch (value.kind) {
      case "nil":
        if (depth > 0) return "<nil>";
        return verb === "v" ? pad("<nil>", flags) : this.bad(value);
      case "bool":
        return verb === "v" || verb === "t" ? pad(String(value.value), flags) : this.bad(value);
      case "int":
      case "uint":
        return this.integer(value);
      case "float":
        return this.float(value);
      case "string":
        return this.string(value.value, value);
      case "map":
        return `${this.opening(value.type, "map[", "{")}${this.entries(value.entries, depth)}${this.closing()}`;
      case "slice":
        return `${this.opening(value.type, "[", "{")}${this.items(value.items, depth)}${this.closing()}`;
      case "struct":
        return `${this.isSyntax ? value.type : ""}{${this.fields(value.fields, depth)}}`;
      case "pointer":
        return this.pointer(value, depth);
    }
  }

  private get separator(): string {
    return this.isSyntax ? ", " : " ";
  }

  private opening(type: string, plain: string, syntax: string): string {
    return this.isSyntax ? type + syntax : plain;
  }

  private closing(): string {
    return this.isSyntax ? "}" : "]";
  }

  private entries(entries: ReadonlyMap<string, Value>, depth: number): string {
    const keys = [...entries.keys()].sort();
    const parts = keys.map((key) => {
      const name = this.print({ kind: "string", type: "string", value: key }, depth + 1);
      return `${name}:${this.print(entries.get(key) ?? { kind: "nil" }, depth + 1)}`;
    });
    return parts.join(this.separator);
  }

  private items(items: readonly Value[], depth: number): string {
    return items.map((item) => this.print(item, depth + 1)).join(this.separator);
  }

  private fields(fields: ReadonlyMap<string, Value>, depth: number): string {
    const parts = [...fields].map(
      ([name, value]) => `${this.hasNames ? `${name}:` : ""}${this.print(value, depth + 1)}`,
    );
    return parts.join(this.separator);
  }

  private pointer({ to, type }: Extract<Value, { kind: "pointer" }>, depth: number): string {
    if (to === null) return this.verb === "v" ? pad("<nil>", this.flags) : this.bad({ kind: "pointer", type, to });
    if (to.kind === "struct" && to.named !== undefined) {
      throw new UnsupportedError("the fields of a type with methods");
    }
    if (depth === 0 && (to.kind === "struct" || to.kind === "map" || to.kind === "slice")) {
      return `&${this.print(to, 1)}`;
    }
    return "vbodxX".includes(this.verb) ? ADDRESS : this.bad({ kind: "pointer", type, to });
  }

  private string(value: string, whole: Value): string {
    const { verb, flags } = this;
    switch (verb) {
      case "v":
        return pad(this.isSyntax ? quote(value, false) : text(value, flags), flags);
      case "s":
        return pad(text(value, flags), flags);
      case "q":
        return pad(quoted(text(value, flags), flags), flags);
      case "x":
      case "X":
        return this.hexadecimal(value);
      default:
        return this.bad(whole);
    }
  }

  private hexadecimal(value: string): string {
    if (this.flags.sharp || this.flags.space) throw new UnsupportedError("flags of %x");
    const bytes = Buffer.from(value).subarray(0, this.flags.precision ?? undefined);
    const digits = bytes.toString("hex");
    return pad(this.verb === "X" ? digits.toUpperCase() : digits, this.flags);
  }

  private integer(value: IntegerValue): string {
    const { verb, flags } = this;
    const code = Number(value.value);
    const unsigned = BigInt.asUintN(64, value.value);
    switch (verb) {
      case "v":
      case "d":
        return integer(value.value, 10, "", flags);
      case "b":
        return integer(value.value, 2, flags.sharp ? "0b" : "", flags);
      case "o":
        return integer(value.value, 8, flags.sharp ? "0" : "", flags);
      case "O":
        return integer(value.value, 8, "0o", flags);
      case "x":
        return integer(value.value, 16, flags.sharp ? "0x" : "", flags);
      case "X":
        return integer(value.value, 16, flags.sharp ? "0X" : "", flags).toUpperCase();
      case "c":
        return pad(character(code), flags);
      case "q":
        return pad(quote(character(code), flags.plus, "'"), flags);
      case "U":
        return pad(`U+${unsigned.toString(16).toUpperCase().padStart(4, "0")}`, { ...flags, zero: false });
      default:
        return this.bad(value);
    }
  }

  private float(value: Extract<Value, { kind: "float" }>): string {
    const { verb, flags } = this;
    if (flags.sharp) throw new UnsupportedError("the flag # of a float");
    switch (verb) {
      case "v":
        return signed(formatFloat(value.value, "g", flags.precision), flags);
      case "g":
        return signed(formatFloat(value.value, "g", flags.precision), flags);
      case "G":
        return signed(formatFloat(value.value, "g", flags.precision).replace("e", "E"), flags);
      case "e":
        return signed(formatFloat(value.value, "e", flags.precision ?? 6), flags);
      case "E":
        return signed(formatFloat(value.value, "e", flags.precision ?? 6).replace("e", "E"), flags);
      case "f":
      case "F":
        return signed(formatFloat(value.value, "f", flags.precision ?? 6), flags);
      case "b":
      case "x":
      case "X":
        throw new UnsupportedError(`%${verb} of a float`);
      default:
        return this.bad(value);
    }
  }

  private bad(value: Value): string {
    const shown = value.kind === "pointer" && value.to?.kind === "int" ? ADDRESS : null;
    const inner = value.kind === "nil" ? "<nil>" : `${typeName(value)}=${shown ?? plain(value, this.flags)}`;
    const printed = `%!${this.verb}(${inner})`;
    this.report({ text: printed, problem: "type", verb: `%${this.verb}`, type: typeName(value) });
    return printed;
  }
}

/** Prints the value of a wrong verb with %v and the flags. The verb can't be wrong again. */
function plain(value: Value, flags: Flags): string {
  return new Printer("v", flags, () => {}).print(value, 0);
}

function text(value: string, { precision }: Flags): string {
  return precision === null ? value : [...value].slice(0, precision).join("");
}

function quoted(value: string, { sharp, plus }: Flags): string {
  const canBackquote = !/[^\P{Cc}\t]|`/u.test(value);
  return sharp && canBackquote ? `\`${value}\`` : quote(value, plus);
}

function character(code: number): string {
  return code >= 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff) ? String.fromCodePoint(code) : "\ufffd";
}

function integer(value: bigint, base: number, prefix: string, flags: Flags): string {
  const { precision, width, zero, minus, plus, space } = flags;
  const negative = value < 0n;
  const sign = negative ? "-" : plus ? "+" : space ? " " : "";
  if (precision === 0 && value === 0n) return " ".repeat(width ?? 0);
  const zeros = precision ?? (zero && !minus && width !== null ? width - sign.length : 0);
  const digits = (negative ? -value : value).toString(base).padStart(zeros, "0");
  const isOctal = prefix === "0" && digits.startsWith("0");
  return pad(sign + (isOctal ? "" : prefix) + digits, { ...flags, zero: false });
}

/** Adds the sign that the flags demand. Zeros go between the sign and the digits. */
function signed(number: string, flags: Flags): string {
  const isSpecial = /[IN]/.test(number);
  const hasSign = /^[-+]/.test(number);
  const positive = flags.plus ? "+" : flags.space ? " " : "";
  const sign = hasSign ? number.slice(0, 1) : positive;
  const digits = hasSign ? number.slice(1) : number;
  // +Inf has its sign only on request.
  const shown = sign === "+" && !flags.plus ? positive : sign;
  const all = shown + digits;
  if (isSpecial || !flags.zero || flags.minus) return pad(all, { ...flags, zero: false });
  return shown + digits.padStart((flags.width ?? 0) - shown.length, "0");
}

function pad(value: string, { width, minus, zero }: Flags): string {
  if (width === null) return value;
  const missing = width - [...value].length;
  if (missing <= 0) return value;
  return minus ? value + " ".repeat(missing) : (zero ? "0" : " ").repeat(missing) + value;
}
