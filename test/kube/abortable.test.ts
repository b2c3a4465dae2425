import { abortable } from "../../src/kube/abortable";

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
