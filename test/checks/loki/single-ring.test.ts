import { singleRing } from "../../../src/checks/loki/single-ring";
import { findings, withConfiguration } from "../stacks";

test.each([
  ["common.replication_factor", 3, "3", "1", "there is one ingester"],
  ["common.replication_factor", undefined, "nothing", "1", "there is one ingester"],
  ["common.ring.kvstore.store", "memberlist", '"memberlist"', '"inmemory"', "there is one process"],
  ["common.ring.kvstore.store", undefined, "nothing", '"inmemory"', "there is one process"],
])("rejects another value of %s than %j", (key, value, got, right, because) => {
  expect(findings(singleRing, withConfiguration({ [key]: value }))).toEqual([
    {
      setting: `Loki's configuration: ${key}`,
      got,
      expected: `${right}, because ${because}`,
      remedy: `set ${key}: ${right}`,
    },
  ]);
});
