import type { FixtureCase, RuleFixture, Texts } from "../../../src/alerting/fixtures/fixture";
import { OWN_NAMESPACE } from "../../components/alert-lines";
import { describeWith, findTool } from "../../components/available";
import { LOKI_IN_A_POD, lokiForPods } from "../../components/loki";
import { exampleModel } from "../../helpers/example";
import { installedModel } from "../../helpers/installation";
import { fixtureOf, isAbout } from "../../helpers/rule-fixture";
import { type Delivered, deliver } from "./delivery";

const example = exampleModel();
/** The example with the rules of this installation, which the fixtures describe. */
const model = { ...example, alerting: { ...example.alerting, files: installedModel().alerting.files } };

const rules = model.alerting.files.flatMap(({ groups }) => groups.flatMap((group) => group.rules));

/** The fixtures by alert. test/alerting/rule-fixtures.test.ts rejects an alert without a fixture. */
const fixtures: ReadonlyMap<string, RuleFixture> = new Map(
  rules.flatMap(({ name }) => {
    const fixture = fixtureOf(name);
    return fixture === null ? [] : [[name, fixture] as const];
  }),
);

const [loki, alertmanager, logcli] = [lokiForPods(), findTool("alertmanager"), findTool("logcli")];
const hasAll = loki !== null && alertmanager !== null && logcli !== null;
const found = hasAll ? { loki, alertmanager, logcli } : null;
const NEEDED = `Alerts (${LOKI_IN_A_POD}, ALERTMANAGER_BINARY, LOGCLI_BINARY)`;

const NOTHING: Delivered = { received: [], active: [], ownLines: [], nextSteps: [] };

/** The alerts whose annotations contain a logcli command. */
const withNextStep = rules
  .filter(({ annotations }) => annotations.some(({ text }) => text.value.includes("Next: logcli")))
  .map(({ name }) => name);

describeWith(NEEDED, found, (programs) => {
  let delivered: ReadonlyMap<string, Delivered>;

  beforeAll(async () => {
    delivered = await deliver(programs, model, fixtures);
  });

  describe.each([...fixtures])("%s", (name, { fires, silent }) => {
    const titled = (cases: readonly FixtureCase[]) => cases.map((fixture) => [fixture.title, fixture] as const);
    const of = () => delivered.get(name) ?? NOTHING;
    const receivedFor = (fixture: FixtureCase) => of().received.filter(({ labels }) => isAbout(labels, fixture));
    const whole = (labels: Texts) => ({ alertname: name, ...labels });

    test.each(titled(fires))("fires on %s", (_, fixture) => {
      const received = receivedFor(fixture);
      expect(sorted(received.map(({ labels }) => labels))).toEqual(
        sorted(fixture.alerts.map(({ labels }) => whole(labels))),
      );
      for (const { labels, annotations } of fixture.alerts.filter((alert) => alert.annotations !== null)) {
        expect(received).toContainEqual({ labels: whole(labels), annotations });
      }
    });

    test.each(titled(silent))("doesn't fire on %s", (_, fixture) => {
      expect(of().active.filter((labels) => isAbout(labels, fixture))).toEqual([]);
      expect(receivedFor(fixture)).toEqual([]);
    });

    test("doesn't fire on Loki's own log lines about the rule", () => {
      expect(of().ownLines).not.toEqual([]);
      expect(of().active.filter(({ namespace }) => namespace === OWN_NAMESPACE)).toEqual([]);
    });

    test("fires on nothing else, and delivers every alert to Alertmanager", () => {
      const expected = sorted(fires.flatMap(({ alerts }) => alerts.map(({ labels }) => whole(labels))));
      expect(sorted(of().received.map(({ labels }) => labels))).toEqual(expected);
      expect(sorted(of().active)).toEqual(expected);
    });

    if (withNextStep.includes(name)) {
      test("names a logcli command that prints lines", () => {
        expect(of().nextSteps).toHaveLength(of().received.length);
        expect(of().nextSteps.filter(({ status, lines }) => status !== 0 || !lines.includes("error"))).toEqual([]);
      });
    }

    test("fills in every label and annotation", () => {
      const texts = of().received.flatMap(({ labels, annotations }) => Object.entries({ ...labels, ...annotations }));
      expect(texts).not.toEqual([]);
      expect(texts.filter(([, text]) => text.trim() === "" || /<no value>|\{\{ ?[$.]/.test(text))).toEqual([]);
    });
  });
});

/** Returns alerts as texts, in an order independent of their arrival. */
function sorted(alerts: readonly Texts[]): readonly string[] {
  const texts = alerts.map((labels) => Object.entries(labels).map(([name, value]) => `${name}=${value}`));
  return texts.map((labels) => labels.sort().join(" ")).sort();
}
