import { capacityOf } from "../../../src/capacity/capacity";
import { demandOf } from "../../../src/capacity/demand";
import { memoryNeeded } from "../../../src/checks/load/memory-needed";
import { ByteSize } from "../../../src/units";
import { deployment, findings, withModel } from "../deployments";

function withRequest(memoryRequest: ByteSize, of = deployment()) {
  return withModel("loki", (loki) => ({ ...loki, resources: { ...loki.resources, memoryRequest } }), of);
}

test("a pod that needs more memory than it requests is refused", () => {
  const { memory, process, wal, patterns } = capacityOf(demandOf(deployment().model));
  const less = memory.minus(ByteSize.bytes(1));
  expect(findings(memoryNeeded, withRequest(less))).toEqual([
    {
      setting: "loki.resources.memoryRequest",
      got: `${less}`,
      wanted: `at least ${memory.toHumanString()} for the declared load: ${process.toHumanString()} of process and ${wal.toHumanString()} of write-ahead log`,
      remedy: `raise loki.resources.memoryRequest, write loki.patterns: false (${patterns.toHumanString()} of heap), or lower loki.ingester.maxChunkAge; "npm run capacity" shows what each would do`,
    },
  ]);
});

test("a pod that needs just what it requests is taken", () => {
  expect(findings(memoryNeeded, withRequest(capacityOf(demandOf(deployment().model)).memory))).toEqual([]);
});

test("patterns that are off already are no remedy", () => {
  const off = deployment({ loki: { patterns: false } });
  expect(findings(memoryNeeded, withRequest(ByteSize.mebibytes(1), off))).toMatchObject([
    { remedy: expect.stringMatching(/^raise loki\.resources\.memoryRequest, or lower loki\.ingester\.maxChunkAge; /) },
  ]);
});
