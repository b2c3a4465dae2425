import { unfedRules } from "../../src/alerting/unfed-rules";
import { exampleModel } from "../example";

test("rules whose sources are all collected are not warned of", () => {
  expect(unfedRules(exampleModel())).toEqual([]);
});

test("a rule on events is warned of where events aren't collected", () => {
  expect(unfedRules(exampleModel({ alloy: { events: false } }))).toEqual([
    'alloy.events is off, but log-alerts.yaml selects {job="kubernetes-events"}: those rules can\'t fire',
  ]);
});

test("a rule on the journal is warned of where the journal isn't collected", () => {
  expect(unfedRules(exampleModel({ alloy: { journal: false } }))).toEqual([
    'alloy.journal is off, but log-alerts.yaml selects {job="node-journal"}: those rules can\'t fire',
  ]);
});
