import { isPlainObject } from "../settings/plain-object";

/** A JSON value of unknown shape. Reading an absent key returns an empty value. */
export class Json {
  /** @throws SyntaxError if the text isn't JSON */
  static parse(text: string): Json {
    return new Json(JSON.parse(text));
  }

  private constructor(private readonly value: unknown) {}

  at(...keys: readonly string[]): Json {
    return keys.reduce<Json>((json, key) => new Json(isPlainObject(json.value) ? json.value[key] : undefined), this);
  }

  get items(): readonly Json[] {
    return Array.isArray(this.value) ? this.value.map((item: unknown) => new Json(item)) : [];
  }

  get text(): string {
    return typeof this.value === "string" ? this.value : "";
  }

  get number(): number {
    return typeof this.value === "number" ? this.value : 0;
  }

  get texts(): Readonly<Record<string, string>> {
    return isPlainObject(this.value)
      ? Object.fromEntries(Object.keys(this.value).map((key) => [key, this.at(key).text]))
      : {};
  }
}
