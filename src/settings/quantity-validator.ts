import type { Quantity } from "../units";
import { shown, UNINTENDED } from "./messages";
import { SettingsError } from "./settings-error";
import { snippet } from "./snippet";

/** What a setting of some unit has to be, with the words for a person whose value is something else. */
export interface QuantityValidator<Q extends Quantity> {
  readonly type: QuantityClass<Q>;
  /** Null where nothing is too little. */
  readonly least: Least<Q> | null;
  /** A value that would do. */
  readonly example: Q;
  /** What else the setting takes. */
  readonly or?: string;
}

export interface Least<Q extends Quantity> {
  readonly amount: Q;
  /** What less of it would end in. */
  readonly why: string;
}

interface QuantityClass<Q extends Quantity> {
  readonly expected: string;
  is(value: unknown): value is Q;
}

/** A quantity that has its form. */
export function measured<Q extends Quantity>(value: unknown, form: QuantityValidator<Q>, setting: string): Q {
  const { type, least } = form;
  if (!type.is(value) || !value.isExact) throw refused(value, form, setting, UNINTENDED);
  if (least !== null && value.isLessThan(least.amount)) throw refused(value, form, setting, least.why);
  return value;
}

function refused<Q extends Quantity>(
  value: unknown,
  { type, least, example, or }: QuantityValidator<Q>,
  setting: string,
  why: string,
): SettingsError {
  const bound = least === null ? "" : `, at least ${least.amount.written}`;
  return new SettingsError({
    setting,
    got: shown(value),
    expected: `${type.expected}${bound}, such as ${example.written}${or === undefined ? "" : `, or ${or}`}`,
    why,
    remedy: `write ${snippet({ [setting]: example.written })}, or leave it out`,
  });
}
