import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type FixtureCase, type RuleFixture, readFixture, type Texts } from "../../src/alerting/fixtures/fixture";
import { JOURNAL, type SourceContract } from "../../src/alloy/source-contracts";
import { PROJECT } from "./example";

export const FIXTURES = join(PROJECT, "rules", "fixtures");

/** Returns the fixture of an alert, or null if there is none. */
export function fixtureOf(alert: string): RuleFixture | null {
  const file = join(FIXTURES, `${alert}.yaml`);
  if (!existsSync(file)) return null;
  return readFixture({ alert, path: `rules/fixtures/${alert}.yaml`, text: readFileSync(file, "utf8") });
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
