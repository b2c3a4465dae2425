import { setImmediate as turn } from "node:timers/promises";
import { abortable, mapConcurrent } from "../../src/kube/async";

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

const reason = new Error("the run was ended");

test("work is waited for", async () => {
  await expect(abortable(async () => "done", new AbortController().signal)).resolves.toBe("done");
});

test("waiting ends with the signal, for its reason", async () => {
  const ending = new AbortController();
  const waiting = abortable(() => new Promise(() => undefined), ending.signal);
  ending.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});

test("work that nobody wants isn't begun: nobody would hear that it failed", async () => {
  const begun: string[] = [];
  const begin = async () => begun.push("begun");
  await expect(abortable(begin, AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(begun).toEqual([]);
});
