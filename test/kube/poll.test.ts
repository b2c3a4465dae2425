import timers from "node:timers/promises";
import { HttpError } from "../../src/kube/http-service";
import { poll } from "../../src/kube/poll";
import { Duration } from "../../src/units";

// The interval between requests takes half a second.
beforeEach(() => void jest.spyOn(timers, "setTimeout").mockResolvedValue(undefined));
afterEach(() => jest.restoreAllMocks());

const { signal } = new AbortController();

/** Returns a request with these results in turn. A number is the status of a failure; null means no response. */
function respondingWith(...results: readonly (string | number | null)[]) {
  let requests = 0;
  return async () => {
    const result = results[Math.min(requests++, results.length - 1)] ?? null;
    if (typeof result !== "string") throw new HttpError("loki", result, "", false);
    return result;
  };
}

function pollUntilReady(request: () => Promise<string>, timeout = Duration.minutes(1)) {
  return poll({ request, isEnough: (result) => result === "ready", timeout, signal });
}

test("repeats the request until the result is sufficient", async () => {
  expect(await pollUntilReady(respondingWith("starting", "ready"))).toBe("ready");
});

test("returns the last result after the timeout", async () => {
  expect(await pollUntilReady(respondingWith("starting"), Duration.milliseconds(0))).toBe("starting");
});

test.each([500, 503, 429, null])("retries after a transient failure (%p)", async (status) => {
  expect(await pollUntilReady(respondingWith(status, "ready"))).toBe("ready");
});

test("throws a failure that outlasts the timeout", async () => {
  await expect(pollUntilReady(respondingWith(503), Duration.milliseconds(0))).rejects.toMatchObject({ status: 503 });
});

test.each([400, 401, 403, 404])("throws a rejection (%d) without a retry", async (status) => {
  await expect(pollUntilReady(respondingWith(status, "ready"))).rejects.toMatchObject({ status });
});
