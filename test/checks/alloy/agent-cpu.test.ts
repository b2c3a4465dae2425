import { agentCpu } from "../../../src/checks/alloy/agent-cpu";
import { Cpu } from "../../../src/units";
import { findings, stack } from "../stacks";

test("rejects any CPU limit", () => {
  const throttled = stack({ alloy: { resources: { cpuLimit: Cpu.cores(64) } } });
  expect(findings(agentCpu, throttled)).toEqual([
    {
      setting: "alloy.resources.cpuLimit",
      got: "64",
      expected: '"none": the request already guarantees the share of the CPU',
      remedy: "leave alloy.resources.cpuLimit unset",
    },
  ]);
});

test("accepts agents without a CPU limit", () => {
  expect(findings(agentCpu, stack({ alloy: { resources: { cpuLimit: "none" } } }))).toEqual([]);
});
