import { common, keysOf, type Path, type Value } from "./value";

/** What templates read of a chart's values. */
export class Readings {
  /** Read with all that is below, but for the keys that were taken out. */
  readonly whole = new Map<Path, ReadonlySet<string>>();
  /** Asked whether it is there, or how many it has. */
  readonly asked = new Set<Path>();

  /** A value that reaches the output, or decides about it. */
  use(value: Value): void {
    for (const [path, omitted] of value.paths) {
      this.whole.set(path, common(this.whole.get(path), omitted));
    }
    for (const field of value.fields.values()) this.use(field);
  }

  ask(value: Value): void {
    for (const path of value.paths.keys()) if (keysOf(path).length > 0) this.asked.add(path);
  }
}
