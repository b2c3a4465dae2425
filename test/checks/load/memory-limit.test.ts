import { memoryLimit } from "../../../src/checks/load/memory-limit";
import { ByteSize } from "../../../src/units";
import { faults, findings, stack, withConfiguration, withLokiValues } from "../stacks";

const CEILING = "ingester.wal.replay_memory_ceiling";
const REMEDY = "remove it: the stack derives it from loki.resources.memoryLimit and loki.wal.size";

function withGoMemoryLimit(value: string) {
  return withLokiValues({ "singleBinary.extraEnv": [{ name: "GOMEMLIMIT", value }] });
}

test("rejects a GOMEMLIMIT that includes the tmpfs", () => {
  expect(findings(memoryLimit, withGoMemoryLimit("4096MiB"))).toEqual([]);
  expect(findings(memoryLimit, withGoMemoryLimit("4608MiB"))).toEqual([
    {
      setting: "values/loki.yaml: singleBinary.extraEnv, GOMEMLIMIT",
      got: "4608 MiB with a tmpfs of 2048 MiB",
      expected: "at most 4096 MiB: loki.resources.memoryLimit (6144 MiB) minus the tmpfs",
      remedy: REMEDY,
    },
  ]);
  expect(faults(memoryLimit, withGoMemoryLimit(`${4 * 2 ** 30 + 1}`))).toHaveLength(1);
});

test("rejects the chart's default GOMEMLIMIT beside a tmpfs", () => {
  expect(findings(memoryLimit, withLokiValues({ "singleBinary.extraEnv": [] }))).toMatchObject([
    { got: "5223 MiB with a tmpfs of 2048 MiB" },
  ]);
});

test("limits the replay to half of the memory without the tmpfs", () => {
  expect(findings(memoryLimit, withConfiguration({ [CEILING]: 2 ** 31 }))).toEqual([]);
  expect(faults(memoryLimit, withConfiguration({ [CEILING]: 2 ** 31 + 1 }))).toHaveLength(1);
  expect(findings(memoryLimit, withConfiguration({ [CEILING]: "3GB" }))).toEqual([
    {
      setting: "Loki's configuration: ingester.wal.replay_memory_ceiling",
      got: "3072 MiB",
      expected: "at most 2048 MiB: half of loki.resources.memoryLimit (6144 MiB) minus the tmpfs",
      remedy: REMEDY,
    },
  ]);
});

test("rejects Loki's default replay ceiling in a small container", () => {
  expect(findings(memoryLimit, withConfiguration({ [CEILING]: undefined }))).toMatchObject([{ got: "4096 MiB" }]);
  const large = stack({ loki: { resources: { memoryLimit: ByteSize.gibibytes(10) } } });
  expect(findings(memoryLimit, withConfiguration({ [CEILING]: undefined }, large))).toEqual([]);
});

test("counts every tmpfs", () => {
  const { loki } = stack();
  const small = { name: "small", emptyDir: { medium: "Memory", sizeLimit: "1Gi" } };
  const wal = { name: "wal", emptyDir: { medium: "Memory", sizeLimit: "2Gi" } };
  expect(loki.values).toMatchObject({ singleBinary: { extraVolumes: [wal, { name: "rules" }] } });
  expect(faults(memoryLimit, withLokiValues({ "singleBinary.extraVolumes": [wal, small] }))).toEqual([
    "values/loki.yaml: singleBinary.extraEnv, GOMEMLIMIT",
    "Loki's configuration: ingester.wal.replay_memory_ceiling",
  ]);
});
