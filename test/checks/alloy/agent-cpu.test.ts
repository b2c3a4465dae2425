import { agentCpu } from "../../../src/checks/alloy/agent-cpu";
import { Cpu } from "../../../src/units";
import { deployment, findings } from "../deployments";

test("a CPU limit of the agents is refused, however high it is", () => {
  const throttled = deployment({ alloy: { resources: { cpuLimit: Cpu.cores(64) } } });
  expect(findings(agentCpu, throttled)).toEqual([
    {
      setting: "alloy.resources.cpuLimit",
      got: "64",
      wanted: '"none": the request already gives the agent its share',
      remedy: "leave alloy.resources.cpuLimit out",
    },
  ]);
});

test("agents without a CPU limit are taken", () => {
  expect(findings(agentCpu, deployment({ alloy: { resources: { cpuLimit: "none" } } }))).toEqual([]);
});
