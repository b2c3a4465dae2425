import { setImmediate as turn } from "node:timers/promises";
import { mapConcurrent } from "../../src/kube/map-concurrent";

test("works on so many at a time, and gives the results in the items' order", async () => {
  let underway = 0;
  const most: number[] = [];
  const results = await mapConcurrent([1, 2, 3, 4, 5], 2, async (item) => {
    underway += 1;
    most.push(underway);
    await turn();
    underway -= 1;
    return item * 10;
  });
  expect(results).toEqual([10, 20, 30, 40, 50]);
  expect(Math.max(...most)).toBe(2);
});

test("begins nothing after a failure, and throws it once nothing is under way", async () => {
  const [begun, ended]: number[][] = [[], []];
  const work = mapConcurrent([1, 2, 3, 4], 2, async (item) => {
    begun?.push(item);
    if (item === 1) throw new Error("refused");
    await turn();
    ended?.push(item);
  });
  await expect(work).rejects.toThrow("refused");
  expect([begun, ended]).toEqual([[1, 2], [2]]);
});
