import { setImmediate as turn } from "node:timers/promises";
import { abortable, mapConcurrent } from "../../src/kube/async";

test("limits the concurrency, and returns the results in the order of the items", async () => {
  let active = 0;
  const counts: number[] = [];
  const results = await mapConcurrent([1, 2, 3, 4, 5], 2, async (item) => {
    active += 1;
    counts.push(active);
    await turn();
    active -= 1;
    return item * 10;
  });
  expect(results).toEqual([10, 20, 30, 40, 50]);
  expect(Math.max(...counts)).toBe(2);
});

test("starts no work after a failure, and throws it once the work in progress has ended", async () => {
  const [started, ended]: number[][] = [[], []];
  const work = mapConcurrent([1, 2, 3, 4], 2, async (item) => {
    started?.push(item);
    if (item === 1) throw new Error("refused");
    await turn();
    ended?.push(item);
  });
  await expect(work).rejects.toThrow("refused");
  expect([started, ended]).toEqual([[1, 2], [2]]);
});

const reason = new Error("interrupted");

test("returns the result of the work", async () => {
  await expect(abortable(async () => "done", new AbortController().signal)).resolves.toBe("done");
});

test("stops waiting when the signal aborts, and throws the signal's reason", async () => {
  const controller = new AbortController();
  const waiting = abortable(() => new Promise(() => undefined), controller.signal);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});

test("doesn't start the work if the signal is aborted, because a failure would go unhandled", async () => {
  const started: string[] = [];
  const start = async () => started.push("started");
  await expect(abortable(start, AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(started).toEqual([]);
});
