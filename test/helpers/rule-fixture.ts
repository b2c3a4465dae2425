import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { EVENTS, JOURNAL, PODS, type SourceContract } from "../../src/alloy/source-contracts";
import { isPlainObject } from "../../src/settings/plain-object";
import { SettingsReader } from "../../src/settings/settings-reader";
import { anyText } from "../../src/settings/validators";
import { PROJECT } from "./example";

export type Texts = Readonly<Record<string, string>>;

/** The lines that fire an alert, and lines that don't. @see rules/fixtures/README.md for the format */
export interface RuleFixture {
  readonly ownLines: number;
  readonly fires: readonly FixtureCase[];
  readonly silent: readonly FixtureCase[];
}

export interface FixtureCase {
  readonly title: string;
  readonly written: readonly WrittenLines[];
  readonly alerts: readonly ExpectedAlert[];
}

/** Lines of one stream. */
export interface WrittenLines {
  readonly source: SourceContract;
  readonly labels: Texts;
  readonly lines: readonly string[];
  readonly times: number;
}

export interface ExpectedAlert {
  readonly labels: Texts;
  /** Null if the fixture doesn't contain them. */
  readonly annotations: Texts | null;
}

interface WrittenFixture {
  readonly ownLines?: number;
  readonly fires: readonly WrittenCase[];
  readonly silent: readonly WrittenCase[];
}

interface WrittenCase {
  readonly case: string;
  readonly written: readonly WrittenStream[];
  readonly alerts?: readonly WrittenAlert[];
}

interface WrittenStream {
  readonly from: SourceContract["name"];
  readonly labels: Texts;
  readonly lines: readonly string[];
  readonly times?: number;
}

interface WrittenAlert {
  readonly labels: Texts;
  readonly annotations?: Texts;
}

export const FIXTURES = join(PROJECT, "rules", "fixtures");

/** Returns the fixture of an alert, or null if there is none. */
export function readFixture(alert: string): RuleFixture | null {
  const path = join(FIXTURES, `${alert}.yaml`);
  if (!existsSync(path)) return null;
  const written: unknown = parse(readFileSync(path, "utf8"));
  return SettingsReader.read<WrittenFixture, RuleFixture>(written, `rules/fixtures/${alert}.yaml`, (reader) => ({
    ownLines: reader.count("ownLines", 1, 1),
    fires: reader.list("fires", readCase),
    silent: reader.list("silent", readCase),
  }));
}

function readCase(reader: SettingsReader<WrittenCase>): FixtureCase {
  return {
    title: reader.text("case", anyText),
    written: reader.list("written", readStream),
    alerts: reader.list("alerts", (alert) => ({
      labels: texts(alert.raw("labels")),
      annotations: alert.isSet("annotations") ? texts(alert.raw("annotations")) : null,
    })),
  };
}

const SOURCES = { pods: PODS, journal: JOURNAL, events: EVENTS };

function readStream(reader: SettingsReader<WrittenStream>): WrittenLines {
  return {
    source: SOURCES[reader.choice("from", ["pods", "journal", "events"])],
    labels: texts(reader.raw("labels")),
    lines: reader.texts("lines", anyText, []),
    times: reader.count("times", 1, 1),
  };
}

function texts(value: unknown): Texts {
  if (!isPlainObject(value)) throw new Error(`${JSON.stringify(value)} isn't a mapping of names to strings`);
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, textOf(name, text)]));
}

function textOf(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw new Error(`${name}: ${JSON.stringify(value)} isn't a string; write it in quotes`);
}

/** Returns the namespaces or nodes of a case's lines. They are unique, so an alert identifies its case. */
export function placesOf({ written }: FixtureCase): readonly string[] {
  return [...new Set(written.map(({ source, labels }) => `${placeLabel(source)} ${labels[placeLabel(source)]}`))];
}

/** Returns whether an alert is about lines of the case. */
export function isAbout(alert: Texts, fixture: FixtureCase): boolean {
  const places = placesOf(fixture);
  return Object.entries(alert).some(([name, value]) => places.includes(`${name} ${value}`));
}

function placeLabel(source: SourceContract): string {
  return source === JOURNAL ? "node" : "namespace";
}
