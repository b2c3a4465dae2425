import fc from "fast-check";
import { demandOf } from "../../src/capacity/capacity";
import { sizesFor, sizesSnippet } from "../../src/capacity/sizes";
import { loadChecks } from "../../src/checks";
import type { LoadSettings } from "../../src/cluster/settings";
import type { LokiSettings } from "../../src/loki/settings";
import type { Settings } from "../../src/settings/settings";
import { renderStack } from "../../src/stack/rendered-stack";
import { ByteSize, Duration } from "../../src/units";
import { exampleModel, ROOT } from "../helpers/example";

const MEMORY_CHECKS = ["heap-needed", "memory-limit", "memory-needed", "wal-size"];

function findingsFor(settings: Partial<Settings>): readonly string[] {
  const deployment = renderStack(exampleModel(settings), ROOT);
  return loadChecks
    .filter(({ id }) => MEMORY_CHECKS.includes(id))
    .flatMap((check) => check.find(deployment).map(() => check.id));
}

function withSizes(load: LoadSettings, loki: LokiSettings): Partial<Settings> {
  const model = exampleModel({ load, loki });
  const { wal, memoryRequest, memoryLimit } = sizesFor(demandOf(model), model.loki);
  return { load, loki: { ...loki, wal: { size: wal }, resources: { memoryRequest, memoryLimit } } };
}

const loads = fc.record(
  {
    pods: fc.integer({ min: 1, max: 5_000 }),
    podStartsPerDay: fc.nat(100_000),
    bytesPerDay: fc.integer({ min: 1, max: 200_000 }).map((size) => ByteSize.mebibytes(size)),
    compression: fc.integer({ min: 1, max: 20 }),
  },
  { noNullPrototype: true },
);

test("the memory checks have no findings for the proposed sizes", () => {
  fc.assert(
    fc.property(loads, fc.boolean(), fc.integer({ min: 2, max: 72 }), (load, patterns, hours) => {
      const loki = { patterns, ingester: { maxChunkAge: Duration.hours(hours) } };
      expect(findingsFor(withSizes(load, loki))).toEqual([]);
    }),
  );
});

test("proposes the current sizes if they support the load", () => {
  const { loki } = exampleModel();
  const small = demandOf(exampleModel({ load: { pods: 1, podStartsPerDay: 0, bytesPerDay: ByteSize.mebibytes(1) } }));
  expect(sizesSnippet(sizesFor(small, loki))).toBe(
    "loki: { wal: { size: ByteSize.gibibytes(2) }, resources: { memoryRequest: ByteSize.gibibytes(4), memoryLimit: ByteSize.gibibytes(6) } }",
  );
});
