import { demandOf } from "../../../src/capacity/demand";
import { patternHeap } from "../../../src/capacity/memory";
import { sizesFor, writtenSizes } from "../../../src/capacity/sizes";
import { moreMemory } from "../../../src/checks/load/more-memory";
import { exampleModel } from "../../helpers/example";

const CURVES = '"npm run capacity" shows what each would do';

test("sizes that carry the load are told, and what would need less", () => {
  const model = exampleModel();
  const demand = demandOf(model);
  const sizes = writtenSizes(sizesFor(demand, model.loki));
  const patterns = patternHeap(demand).toMebibytesString();
  expect(moreMemory(model)).toBe(
    `write ${sizes}, all of it together; or hold less: loki: { patterns: false } (${patterns} of heap), or a shorter loki.ingester.maxChunkAge; ${CURVES}`,
  );
});

test("patterns that are off already are no remedy", () => {
  const model = exampleModel({ loki: { patterns: false } });
  const sizes = writtenSizes(sizesFor(demandOf(model), model.loki));
  expect(moreMemory(model)).toBe(
    `write ${sizes}, all of it together; or hold less: a shorter loki.ingester.maxChunkAge; ${CURVES}`,
  );
});
