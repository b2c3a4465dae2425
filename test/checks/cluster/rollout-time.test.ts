import { rolloutTime } from "../../../src/checks/cluster/rollout-time";
import { Duration } from "../../../src/units";
import { findings, stack, withLokiValues } from "../stacks";

const REMEDY = "leave it to the stack, which derives it from the grace period";

function withTimeout(part: "loki" | "agent", timeout: Duration, of = stack()) {
  return { ...of, [part]: { ...of[part], timeout } };
}

test("needs a timeout for Loki's flush and five minutes of start", () => {
  const graceful = withLokiValues({ "singleBinary.terminationGracePeriodSeconds": 100 });
  expect(findings(rolloutTime, withTimeout("loki", Duration.seconds(400), graceful))).toEqual([]);
  expect(findings(rolloutTime, withTimeout("loki", Duration.seconds(399), graceful))).toEqual([
    {
      setting: "the timeout of the Helm release loki",
      got: "399s",
      expected: "at least 400s, enough for the old pod to stop and the new pod to start",
      remedy: REMEDY,
    },
  ]);
});

test("adds Loki's readiness delay", () => {
  const patient = withLokiValues({
    "singleBinary.terminationGracePeriodSeconds": 100,
    "loki.readinessProbe.initialDelaySeconds": 15,
  });
  expect(findings(rolloutTime, withTimeout("loki", Duration.seconds(415), patient))).toEqual([]);
  expect(findings(rolloutTime, withTimeout("loki", Duration.seconds(414), patient))).toMatchObject([
    { expected: expect.stringContaining("at least 415s") },
  ]);
});

test("ignores a readiness delay that is not a number", () => {
  const odd = withLokiValues({
    "singleBinary.terminationGracePeriodSeconds": 100,
    "loki.readinessProbe.initialDelaySeconds": "15",
  });
  expect(findings(rolloutTime, withTimeout("loki", Duration.seconds(400), odd))).toEqual([]);
});

test("needs a timeout for an agent's 30 s and five minutes of start", () => {
  expect(findings(rolloutTime, withTimeout("agent", Duration.seconds(330)))).toEqual([]);
  expect(findings(rolloutTime, withTimeout("agent", Duration.seconds(329)))).toEqual([
    {
      setting: "the timeout of the Helm release alloy",
      got: "329s",
      expected: "at least 330s, enough for the old pod to stop and the new pod to start",
      remedy: REMEDY,
    },
  ]);
});
