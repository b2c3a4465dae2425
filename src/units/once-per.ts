/** Returns a function that computes its result once for each object: several checks, or each rule, ask for it again. */
export function oncePer<K extends object, T extends object>(compute: (key: K) => T): (key: K) => T {
  const results = new WeakMap<K, T>();
  return (key) => {
    const result = results.get(key) ?? compute(key);
    results.set(key, result);
    return result;
  };
}
