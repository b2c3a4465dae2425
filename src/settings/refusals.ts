import { assignment } from "./messages";
import { SettingsError, type SettingsErrorProps } from "./settings-error";

/** A refused setting. */
export interface Refusal {
  readonly problem: SettingsErrorProps;
  /** Whether the setting is required and unset. */
  readonly isMissing: boolean;
  /** The value that was probably meant, as code for main.ts. Null if unclear. */
  readonly meant: string | null;
  /**
   * The key of an unknown setting, which another group may have.
   * @default - the setting is known, or a required one is meant
   */
  readonly unknown?: string;
}

/**
 * The refused settings of one read. The reader goes on after a refusal, so that the user sees all of them at once
 * (docs/decisions/0024-all-refusals-at-once.md).
 */
export class Refusals {
  private refusals: readonly Refusal[] = [];
  private readonly names = new Set<string>();

  /** Makes the name of a setting known. */
  learn(setting: string): void {
    this.names.add(setting);
  }

  add(refusal: Refusal): void {
    this.refusals = [...this.refusals, refusal];
  }

  /** Returns the refusal of exactly this setting. */
  find(setting: string): Refusal | undefined {
    return this.refusals.find(({ problem }) => problem.setting === setting);
  }

  /** Returns whether the setting, or one in this group, is required and unset. */
  isMissing(setting: string): boolean {
    return this.refusals.some(({ isMissing, problem }) => isMissing && isWithin(problem.setting, setting));
  }

  /** Returns whether the setting, its group or a setting in it is refused: its value then is only a substitute. */
  concern(setting: string): boolean {
    return this.refusals.some(
      ({ problem }) => isWithin(problem.setting, setting) || isWithin(setting, problem.setting),
    );
  }

  /** Forgets that settings in a group are missing, because the group's name is misspelt. Returns whether any was. */
  forgetMissing(group: string): boolean {
    const others = this.refusals.filter(({ isMissing, problem }) => !(isMissing && isWithin(problem.setting, group)));
    const forgot = others.length < this.refusals.length;
    this.refusals = others;
    return forgot;
  }

  /**
   * @param written the settings, in whose order the error lists the refusals
   * @param path the path of these settings
   * @throws SettingsError with every refusal
   */
  throwIfAny(written: unknown, path: string): void {
    if (this.refusals.length === 0) return;
    const placed = this.refusals.map((refusal) => ({
      problem: { ...refusal.problem, remedy: this.elsewhere(refusal) ?? refusal.problem.remedy },
      place: placeOf(refusal.problem.setting, written, path),
    }));
    throw new SettingsError(
      ...placed.sort((one, other) => compare(one.place, other.place)).map(({ problem }) => problem),
    );
  }

  /** Returns the remedy for a key that other groups have. */
  private elsewhere({ unknown }: Refusal): string | null {
    if (unknown?.includes(".") && this.names.has(unknown)) return `write ${assignment(unknown, "…")}`;
    const settings = [...this.names].filter((name) => !name.includes("[") && lastKey(name) === unknown);
    return settings.length === 0 ? null : `did you mean ${settings.join(" or ")}?`;
  }
}

function lastKey(setting: string): string {
  return setting.slice(setting.lastIndexOf(".") + 1);
}

function isWithin(setting: string, group: string): boolean {
  return setting === group || (setting.startsWith(group) && /[.[]/.test(setting.charAt(group.length)));
}

/** Returns the position of each key in the object that contains it. A missing key comes after all others. */
function placeOf(setting: string, written: unknown, path: string): readonly number[] {
  const keys = setting.slice(path.length).split(/[.[\]]+/);
  let value = written;
  return keys.flatMap((key) => {
    if (key === "") return [];
    const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
    const index = entries.findIndex(([name]) => name === key);
    value = entries[index]?.[1];
    return [index === -1 ? Number.POSITIVE_INFINITY : index];
  });
}

function compare(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((place, at) => place !== other[at]);
  const [first, second] = [one[index] ?? 0, other[index] ?? 0];
  return first === second ? 0 : first < second ? -1 : 1;
}
