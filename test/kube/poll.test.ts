import { HttpError } from "../../src/kube/http-service";
import { poll } from "../../src/kube/poll";
import { Duration } from "../../src/units";

const { signal } = new AbortController();

/** Returns the answers in turn. A number is the status of a failure, null means no answer. */
function answering(...answers: readonly (string | number | null)[]) {
  let requests = 0;
  return async () => {
    const answer = answers[Math.min(requests++, answers.length - 1)] ?? null;
    if (typeof answer !== "string") throw new HttpError("loki", answer, "", false);
    return answer;
  };
}

function pollUntilReady(request: () => Promise<string>, timeout = Duration.minutes(1)) {
  return poll({ request, isEnough: (answer) => answer === "ready", timeout, signal });
}

test("repeats the request until the answer is enough", async () => {
  expect(await pollUntilReady(answering("starting", "ready"))).toBe("ready");
});

test("returns the last answer after the timeout", async () => {
  expect(await pollUntilReady(answering("starting"), Duration.milliseconds(0))).toBe("starting");
});

test.each([500, 503, 429, null])("retries after a transient failure (%p)", async (status) => {
  expect(await pollUntilReady(answering(status, "ready"))).toBe("ready");
});

test("throws a failure that lasts", async () => {
  await expect(pollUntilReady(answering(503), Duration.milliseconds(0))).rejects.toMatchObject({ status: 503 });
});

test.each([400, 401, 403, 404])("throws a refusal (%d) without a retry", async (status) => {
  await expect(pollUntilReady(answering(status, "ready"))).rejects.toMatchObject({ status });
});
