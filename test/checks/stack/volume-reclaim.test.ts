import { volumeReclaim } from "../../../src/checks/stack/volume-reclaim";
import { findings, withLokiValues } from "../stacks";

const KEY = "singleBinary.persistence.enableStatefulSetAutoDeletePVC";

test.each([
  [true, "true"],
  [undefined, "nothing"],
])("rejects enableStatefulSetAutoDeletePVC %j", (value, got) => {
  expect(findings(volumeReclaim, withLokiValues({ [KEY]: value }))).toMatchObject([
    { setting: `values/loki.yaml: ${KEY}`, got, expected: "false", remedy: `set ${KEY}: false` },
  ]);
});
