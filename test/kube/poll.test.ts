import { HttpError } from "../../src/kube/http-service";
import { poll } from "../../src/kube/poll";
import { Duration } from "../../src/units";

const { signal } = new AbortController();

/** Answers in turn; a number is the status of a failure. */
function asked(...answers: readonly (string | number | null)[]) {
  let looks = 0;
  return async () => {
    const answer = answers[Math.min(looks++, answers.length - 1)] ?? null;
    if (typeof answer !== "string") throw new HttpError("loki", answer, "", false);
    return answer;
  };
}

function polled(request: () => Promise<string>, timeout = Duration.minutes(1)) {
  return poll({ request, isEnough: (answer) => answer === "ready", timeout, signal });
}

test("it is asked until the answer is enough", async () => {
  expect(await polled(asked("starting", "ready"))).toBe("ready");
});

test("when the time is over the last answer counts", async () => {
  expect(await polled(asked("starting"), Duration.milliseconds(0))).toBe("starting");
});

test.each([500, 503, 429, null])("a failure (%p) in between is no answer, and no end", async (status) => {
  expect(await polled(asked(status, "ready"))).toBe("ready");
});

test("a failure that lasts is one", async () => {
  await expect(polled(asked(503), Duration.milliseconds(0))).rejects.toMatchObject({ status: 503 });
});

test.each([400, 401, 403, 404])("a refusal (%d) is one at once", async (status) => {
  await expect(polled(asked(status, "ready"))).rejects.toMatchObject({ status });
});
