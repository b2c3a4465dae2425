import { isPlainObject } from "../settings/plain-object";

/** A JSON value of which nothing is known yet. What isn't there is read as nothing. */
export class Json {
  /** @throws SyntaxError where the text is no JSON */
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
