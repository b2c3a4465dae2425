import { readdirSync } from "node:fs";
import type { SourceLabel } from "../../src/alloy/source-contracts";
import { installedModel } from "../helpers/installation";
import { FIXTURES, placesOf, type RuleFixture, readFixture, type WrittenLines } from "./rule-fixture";

/** Loki itself puts it on. */
const SERVICE = "service_name";

const alerts = installedModel().alerting.files.flatMap(({ groups }) =>
  groups.flatMap(({ rules }) => rules.filter(({ kind }) => kind === "alert").map(({ name }) => name)),
);

test.each(alerts)("%s has lines that fire it and lines that don't", (alert) => {
  const { fires, silent } = read(alert);
  expect(fires.length).toBeGreaterThan(0);
  expect(silent.length).toBeGreaterThan(0);
  expect(fires.filter((fixture) => fixture.alerts.length === 0)).toEqual([]);
  expect(silent.filter((fixture) => fixture.alerts.length > 0)).toEqual([]);
});

test.each(alerts)("the texts of %s are told once at least, as a person would read them", (alert) => {
  const told = read(alert).fires.flatMap((fixture) => fixture.alerts.filter(({ annotations }) => annotations !== null));
  expect(told).not.toEqual([]);
});

test.each(alerts)("the lines for %s have the labels that their source puts on them", (alert) => {
  const { fires, silent } = read(alert);
  const wrong = [...fires, ...silent].flatMap(({ written }) => written.filter((lines) => !hasLabelsOfSource(lines)));
  expect(wrong).toEqual([]);
});

test("every case is alone where its lines are from", () => {
  const places = alerts.flatMap((alert) => {
    const { fires, silent } = read(alert);
    return [...fires, ...silent].flatMap(placesOf);
  });
  expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
});

test("there are no lines for an alert that doesn't exist", () => {
  const files = readdirSync(FIXTURES).filter((name) => name !== "README.md");
  expect(files.sort()).toEqual(alerts.map((alert) => `${alert}.yaml`).sort());
});

function read(alert: string): RuleFixture {
  const fixture = readFixture(alert);
  if (fixture !== null) return fixture;
  throw new Error(`write rules/fixtures/${alert}.yaml: what fires it, and what doesn't (README.md beside it)`);
}

function hasLabelsOfSource({ source, labels }: WrittenLines): boolean {
  const own = source.labels.filter(({ name, value }) => value === null && name !== SERVICE);
  const isKnown = (name: string) => own.some((label) => label.name === name);
  const isThere = ({ name, always }: SourceLabel) => !always || name in labels;
  return Object.keys(labels).every(isKnown) && own.every(isThere);
}
