import { Cpu, type Quantity } from "../units";
import { nearest, quoted } from "./messages";
import { isValidQuantity, isValidText, type QuantityValidator, type TextValidator } from "./validators";

/**
 * What a value of the wrong type probably means, as code for main.ts: "15Gi" is ByteSize.gibibytes(15). Each function
 * returns null if that is unclear, or if the setting wouldn't accept it.
 */
export function meantQuantity<Q extends Quantity>(value: unknown, validator: QuantityValidator<Q>): string | null {
  const text = typeof value === "string" ? notation(value) : bareAmount(value, validator);
  const quantity = text === null ? null : validator.type.parse(text);
  return quantity !== null && isValidQuantity(quantity, validator) ? quantity.snippet() : null;
}

/** Converts "15 GiB" and "7 days" to the notation that the units parse: "15Gi" and "7d". */
function notation(text: string): string {
  return text
    .trim()
    .replace(
      /(\d)\s*(week|day|hour|hr|minute|min|second|sec)s?\b/gi,
      (_, digit: string, unit: string) => `${digit}${unit.charAt(0).toLowerCase()}`,
    )
    .replace(/^([\d.]+)\s*cores?$/i, "$1")
    .replace(/\s+/g, "")
    .replace(/iB$/, "i");
}

/** A number without a unit is clear only for CPU time, in which Kubernetes counts cores. */
function bareAmount<Q extends Quantity>(value: unknown, { example }: QuantityValidator<Q>): string | null {
  return typeof value === "number" && Cpu.is(example) ? `${value}` : null;
}

/** @param isValid whether the setting accepts a number */
export function meantNumber(value: unknown, isValid: (number: number) => boolean): string | null {
  if (typeof value !== "string" || value.trim() === "") return null;
  const number = Number(value.replace(/[\s_,]/g, ""));
  return isValid(number) ? `${number}` : null;
}

const FLAGS: Readonly<Record<string, string>> = {
  ...{ true: "true", yes: "true", on: "true", enabled: "true", "1": "true" },
  ...{ false: "false", no: "false", off: "false", none: "false", disabled: "false", "0": "false" },
};

export function meantFlag(value: unknown): string | null {
  const text = ["string", "number", "boolean"].includes(typeof value) ? `${value}`.trim().toLowerCase() : "";
  return Object.hasOwn(FLAGS, text) ? (FLAGS[text] ?? null) : null;
}

export function meantChoice(value: unknown, choices: readonly string[]): string | null {
  const choice = typeof value === "string" ? nearest(value, choices) : null;
  return choice === null ? null : quoted(choice);
}

/** Texts in one string, separated by commas or spaces, as on a command line. */
export function meantTexts(value: unknown, validator: TextValidator): string | null {
  const texts = typeof value === "string" ? value.split(/[\s,]+/).filter((text) => text !== "") : [];
  const areValid = texts.length > 0 && texts.every((text) => isValidText(text, validator));
  return areValid ? `[${texts.map(quoted).join(", ")}]` : null;
}

/** A value as code, to write under the key that accepts it. */
export function literal(value: unknown): string | null {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "object" && value !== null && "written" in value) return String(value.written);
  return typeof value === "number" || typeof value === "boolean" ? `${value}` : null;
}
