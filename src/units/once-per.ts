/**
 * Returns a function that computes its result once for each object: several checks, or each rule, ask for it again.
 * @param compute its further arguments must be the same for the same object
 */
export function oncePer<K extends object, More extends readonly unknown[], T>(
  compute: (key: K, ...more: More) => T,
): (key: K, ...more: More) => T {
  const results = new WeakMap<K, { readonly result: T }>();
  return (key, ...more) => {
    const known = results.get(key) ?? { result: compute(key, ...more) };
    results.set(key, known);
    return known.result;
  };
}
