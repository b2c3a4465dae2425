import { readdirSync } from "node:fs";
import type { RuleFixture, WrittenLines } from "../../src/alerting/fixtures/fixture";
import { constantValue, type SourceLabel } from "../../src/alloy/source-contracts";
import { exampleModel } from "../helpers/example";
import { installedModel } from "../helpers/installation";
import { FIXTURES, fixtureOf, placesOf } from "../helpers/rule-fixture";

/** Loki, not the agents, adds this label. */
const SERVICE = "service_name";

const alerts = installedModel().alerting.files.flatMap(({ groups }) =>
  groups.flatMap(({ rules }) => rules.filter(({ kind }) => kind === "alert").map(({ name }) => name)),
);

test.each(alerts)("%s has fixtures that fire it and fixtures that don't", (alert) => {
  const { fires, silent } = required(alert);
  expect(fires.length).toBeGreaterThan(0);
  expect(silent.length).toBeGreaterThan(0);
  expect(fires.filter((fixture) => fixture.alerts.length === 0)).toEqual([]);
  expect(silent.filter((fixture) => fixture.alerts.length > 0)).toEqual([]);
});

test.each(alerts)("the fixtures of %s contain its expanded annotations at least once", (alert) => {
  const fixture = fixtureOf(alert);
  if (fixture === null) return;
  const withAnnotations = fixture.fires.flatMap((fixture) =>
    fixture.alerts.filter(({ annotations }) => annotations !== null),
  );
  expect(withAnnotations).not.toEqual([]);
});

test.each(alerts)("the fixture lines of %s have the labels of their source", (alert) => {
  const wrong = cases(alert).flatMap(({ written }) => written.filter((lines) => !hasLabelsOfSource(lines)));
  expect(wrong).toEqual([]);
});

test("every fixture case has its own namespace or node", () => {
  const places = alerts.flatMap((alert) => cases(alert).flatMap(placesOf));
  expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
});

test("every fixture file belongs to an alert", () => {
  const known = ["README.md", ...alerts.map((alert) => `${alert}.yaml`)];
  expect(readdirSync(FIXTURES).filter((name) => !known.includes(name))).toEqual([]);
});

/** Only one test calls it, so that an alert without fixtures is one failure. */
function required(alert: string): RuleFixture {
  const fixture = fixtureOf(alert);
  if (fixture !== null) return fixture;
  throw new Error(
    `write rules/fixtures/${alert}.yaml, with cases that fire the alert and cases that don't (see rules/fixtures/README.md)`,
  );
}

function cases(alert: string) {
  const fixture = fixtureOf(alert);
  return fixture === null ? [] : [...fixture.fires, ...fixture.silent];
}

function hasLabelsOfSource({ source, labels }: WrittenLines): boolean {
  const own = source.labels.filter((label) => constantValue(label) === null && label.name !== SERVICE);
  const isKnown = (name: string) => [...own, ...source.metadata].some((label) => label.name === name);
  const isThere = ({ name, always }: SourceLabel) => !always || name in labels;
  return Object.keys(labels).every(isKnown) && own.every(isThere);
}

const text = exampleModel()
  .alerting.files.map((file) => file.text)
  .join("\n");
const [, source = ""] = /\| regexp `(\^oom-kill:[^`]*)`/.exec(text) ?? [];
const uidOf = (path: string) => {
  const line = `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=a,mems_allowed=0,oom_memcg=/x,task_memcg=${path},task=a,pid=1,uid=0`;
  return new RegExp(source.replace("(?P<", "(?<")).exec(line)?.groups?.["pod_uid"];
};

const UID = "20dc3407-0c63-4113-97e9-79091938ca2c";
const UNDERSCORED = UID.replaceAll("-", "_");
const STATIC = "a41926d07d1e8ebc91c73431543cfc75";
const SLICE = "/kubepods.slice/kubepods-burstable.slice";

test.each([
  ["a burstable pod under cgroupfs", `/kubepods/burstable/pod${UID}/0a1b`, UID],
  ["a guaranteed pod under cgroupfs", `/kubepods/pod${UID}/0a1b`, UID],
  ["the pod itself under cgroupfs", `/kubepods/besteffort/pod${UID}`, UID],
  [
    "a pod under systemd with containerd",
    `${SLICE}/kubepods-burstable-pod${UNDERSCORED}.slice/cri-containerd-0a.scope`,
    UNDERSCORED,
  ],
  [
    "a pod under systemd with CRI-O",
    `${SLICE}/kubepods-burstable-pod${UNDERSCORED}.slice/crio-0a.scope/container`,
    UNDERSCORED,
  ],
  [
    "a guaranteed pod under systemd",
    `/kubepods.slice/kubepods-pod${UNDERSCORED}.slice/cri-containerd-0a.scope`,
    UNDERSCORED,
  ],
  ["a static pod", `/kubepods/burstable/pod${STATIC}/0a1b`, STATIC],
  ["a pod of a node in a container", `/kubelet/kubepods/burstable/pod${UID}/0a1b`, UID],
  ["a pod that names a nested cgroup after another pod", `/kubepods/pod${UID}/0a/pod${STATIC}/1`, UID],
])("the OOM rule extracts the pod's uid from the cgroup of %s", (_, path, uid) => {
  expect(uidOf(path)).toBe(uid);
});

test.each(["/system.slice/sshd.service", "/machine.slice/libpod-0a1b.scope", "/user.slice/user-0.slice", "/kubepods"])(
  "the OOM rule ignores %s",
  (path) => {
    expect(uidOf(path)).toBeUndefined();
  },
);
