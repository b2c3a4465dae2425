import { agentCpu } from "../../../src/checks/alloy/agent-cpu";
import { Cpu } from "../../../src/units";
import { findings, stack } from "../stacks";

test("a CPU limit of the agents is refused, however high it is", () => {
  const throttled = stack({ alloy: { resources: { cpuLimit: Cpu.cores(64) } } });
  expect(findings(agentCpu, throttled)).toEqual([
    {
      setting: "alloy.resources.cpuLimit",
      got: "64",
      expected: '"none": the request already guarantees the agent its share',
      remedy: "leave alloy.resources.cpuLimit unset",
    },
  ]);
});

test("agents without a CPU limit are taken", () => {
  expect(findings(agentCpu, stack({ alloy: { resources: { cpuLimit: "none" } } }))).toEqual([]);
});
