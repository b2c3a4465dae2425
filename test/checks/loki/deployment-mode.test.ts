import { deploymentMode } from "../../../src/checks/loki/deployment-mode";
import { findings, withLokiValues } from "../stacks";

test.each([
  ["deploymentMode", "SimpleScalable", '"SimpleScalable"', '"Monolithic"', "Monolithic"],
  ["deploymentMode", "SingleBinary", '"SingleBinary"', '"Monolithic"', "Monolithic"],
  ["deploymentMode", undefined, "nothing", '"Monolithic"', "Monolithic"],
  ["singleBinary.replicas", 2, "2", "1", "1"],
  ["singleBinary.replicas", undefined, "nothing", "1", "1"],
  ["backend.replicas", 3, "3", "0", "0"],
  ["read.replicas", undefined, "nothing", "0", "0"],
  ["write.replicas", 1, "1", "0", "0"],
])("rejects another value of %s than %j", (key, value, got, expected, right) => {
  expect(findings(deploymentMode, withLokiValues({ [key]: value }))).toMatchObject([
    { setting: `values/loki.yaml: ${key}`, got, expected, remedy: `set ${key}: ${right}` },
  ]);
});
