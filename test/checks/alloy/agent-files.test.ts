import { agentFiles } from "../../../src/checks/alloy/agent-files";
import { findings, withAgentValues } from "../stacks";

test.each([
  ["controller.type", null, "null", '"daemonset"', "nodes without an agent"],
  ["controller.type", "deployment", '"deployment"', '"daemonset"', "nodes without an agent"],
  ["alloy.mounts.varlog", false, "false", "true", "agents that find no file and report healthy"],
  ["alloy.mounts.varlog", undefined, "nothing", "true", "agents that find no file and report healthy"],
  ["alloy.configMap.create", true, "true", "false", "a pipeline that Helm's templating alters"],
  ["alloy.configMap.create", undefined, "nothing", "false", "a pipeline that Helm's templating alters"],
])("rejects another value of %s than %j", (key, value, got, right, without) => {
  expect(findings(agentFiles, withAgentValues({ [key]: value }))).toMatchObject([
    {
      setting: `values/alloy.yaml: ${key}`,
      got,
      expected: `${right}; any other value means ${without}`,
      remedy: `set ${key}: ${right.replaceAll('"', "")}`,
    },
  ]);
});

test("accepts the chart's default controller", () => {
  expect(findings(agentFiles, withAgentValues({ "controller.type": undefined }))).toEqual([]);
});
