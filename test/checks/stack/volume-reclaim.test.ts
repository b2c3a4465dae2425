import { volumeReclaim } from "../../../src/checks/stack/volume-reclaim";
import { findings, withLokiValues } from "../stacks";

const KEY = "singleBinary.persistence.enableStatefulSetAutoDeletePVC";

test.each([
  [true, "true"],
  [undefined, "nothing"],
])("a claim that goes with its StatefulSet is refused where the chart is told %j", (value, got) => {
  expect(findings(volumeReclaim, withLokiValues({ [KEY]: value }))).toMatchObject([
    { setting: `values/loki.yaml: ${KEY}`, got, expected: "false", remedy: `write ${KEY}: false` },
  ]);
});
