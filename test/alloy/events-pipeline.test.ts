import { eventsPipeline } from "../../src/alloy/events-pipeline";
import { EVENTS_JOB } from "../../src/alloy/jobs";
import { print } from "../../src/alloy/syntax/print";
import { exampleModel } from "../helpers/example";
import { golden } from "../helpers/golden";

test("the whole configuration of the collector of events is the golden file", () => {
  const text = print(eventsPipeline(exampleModel().alloy));
  expect(text).toBe(golden("alloy/golden/events.alloy", text));
});

test("events carry the job by which the PodCrashLoopBackOff rule selects them", () => {
  const rules = exampleModel().alerting.files.map(({ text }) => text);
  expect(print(eventsPipeline(exampleModel().alloy))).toContain(`job_name   = "${EVENTS_JOB}"`);
  expect(rules.join("")).toContain(`{job="${EVENTS_JOB}"`);
});

test("no setting drops an event: a rule about a namespace whose pods are noisy reads them", () => {
  const drop = [{ name: "noise", reason: "Nobody reads it.", selector: '{namespace="web"}' }];
  expect(print(eventsPipeline(exampleModel({ alloy: { drop } }).alloy))).toBe(
    print(eventsPipeline(exampleModel().alloy)),
  );
});
