/** A path is a single string so that it can be the key of a map. */
const SEPARATOR = "\0";

export type Path = string;

export function pathOf(keys: readonly string[]): Path {
  return keys.join(SEPARATOR);
}

export function keysOf(path: Path): readonly string[] {
  return path === "" ? [] : path.split(SEPARATOR);
}

/** Any key of a mapping, or any element of a list. */
export const ANY = "*";

/** The possible results of an expression: the union of the results of all branches. */
export interface Value {
  /** The chart's values that it may be, each with the keys omitted from it. */
  readonly paths: ReadonlyMap<Path, ReadonlySet<string>>;
  /** The fields of a dictionary that the template creates. A list has its elements under ANY. */
  readonly fields: ReadonlyMap<string, Value>;
  readonly texts: ReadonlySet<string>;
  /** Whether it may also be unknown. */
  readonly open: boolean;
}

/** False, nil, or a key that a dictionary of the template lacks. */
export const NOTHING: Value = { paths: new Map(), fields: new Map(), texts: new Set(), open: false };

export const ANYTHING: Value = { ...NOTHING, open: true };

export function chartValue(path: Path): Value {
  return { ...NOTHING, paths: new Map([[path, new Set()]]) };
}

export function text(value: string): Value {
  return { ...NOTHING, texts: new Set([value]) };
}

export function dictionary(fields: Iterable<readonly [string, Value]>): Value {
  return { ...NOTHING, fields: new Map(fields) };
}

export function isNothing({ paths, fields, texts, open }: Value): boolean {
  return !open && paths.size === 0 && fields.size === 0 && [...texts].every((value) => value === "");
}

/** Returns every string that the value may be, or null if it may be another. */
export function knownTexts({ paths, fields, texts, open }: Value): readonly string[] | null {
  return open || paths.size > 0 || fields.size > 0 || texts.size === 0 ? null : [...texts];
}

export function union(...values: readonly Value[]): Value {
  const paths = new Map<Path, ReadonlySet<string>>();
  const fields = new Map<string, Value>();
  for (const value of values) {
    for (const [path, omitted] of value.paths) paths.set(path, common(paths.get(path), omitted));
    for (const [key, field] of value.fields) {
      const known = fields.get(key);
      fields.set(key, known === undefined ? field : union(known, field));
    }
  }
  const texts = new Set(values.flatMap((value) => [...value.texts]));
  return { paths, fields, texts, open: values.some(({ open }) => open) };
}

/** Returns the keys that are omitted in every reading of a value. */
export function common(one: ReadonlySet<string> | undefined, other: ReadonlySet<string>): ReadonlySet<string> {
  return one === undefined ? other : new Set([...one].filter((key) => other.has(key)));
}

/** Returns the value under a key. */
export function field(value: Value, key: string): Value {
  const below = [...value.paths]
    .filter(([, omitted]) => !omitted.has(key))
    .map(([path]) => chartValue(pathOf([...keysOf(path), key])));
  const own = key === ANY ? [...value.fields.values()] : [value.fields.get(key), value.fields.get(ANY)];
  return union(...below, ...own.filter((other) => other !== undefined), value.open ? ANYTHING : NOTHING);
}

export function without(value: Value, keys: readonly string[]): Value {
  return {
    ...value,
    paths: new Map([...value.paths].map(([path, omitted]) => [path, new Set([...omitted, ...keys])])),
    fields: new Map([...value.fields].filter(([key]) => !keys.includes(key))),
  };
}

/** Equal values have equal fingerprints. */
export function fingerprint({ paths, fields, texts, open }: Value): string {
  const inside = [...fields].map(([key, value]) => [key, fingerprint(value)]);
  return JSON.stringify([
    [...paths].map(([path, omitted]) => [path, ...omitted]).sort(),
    inside.sort(),
    [...texts].sort(),
    open,
  ]);
}

/** The values of a chart that its templates read. */
export class Readings {
  /** Values read with everything below them, except the omitted keys. */
  readonly whole = new Map<Path, ReadonlySet<string>>();
  /** Values only tested for presence or length. */
  readonly tested = new Set<Path>();

  /** Records a value that affects the output. */
  use(value: Value): void {
    for (const [path, omitted] of value.paths) {
      this.whole.set(path, common(this.whole.get(path), omitted));
    }
    for (const field of value.fields.values()) this.use(field);
  }

  test(value: Value): void {
    for (const path of value.paths.keys()) if (keysOf(path).length > 0) this.tested.add(path);
  }
}
