const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * The number that a quantity means, in bytes, cores or pieces. The API server writes them in every form that there is,
 * not only in those that a person writes into a setting.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function amountOf(quantity: string): number {
  const [, number, suffix = ""] = /^([+-]?\d*\.?\d+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(quantity) ?? [];
  return number === undefined ? Number.NaN : Number(number) * (FACTORS[suffix] ?? Number.NaN);
}

/** Whether one amount is more than another. What adding up fractions has left, below what a quantity can tell, is nothing. */
export function isMore(amount: number, than: number): boolean {
  return amount - than > NANO / 2;
}

/** The smallest quantity that there is. */
const NANO = 1e-9;
