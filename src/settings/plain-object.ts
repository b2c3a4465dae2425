/** Returns true for plain data with keys: neither an array nor an instance of a class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * Freezes plain data deeply, and returns it. An instance of a class is frozen as a whole, but not what it consists of:
 * a located text would lead to its file, and to the place of each of its characters.
 */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    if (Array.isArray(value)) for (const item of value) deepFreeze(item);
    else if (isPlainObject(value)) for (const key in value) deepFreeze(value[key]);
  }
  return value;
}
