import type { HttpService, ServiceRequest } from "../../src/kube/http-service";
import { Duration } from "../../src/units";
import { streamsWith } from "../../src/verify/loki/queries";

class StandInLoki implements HttpService {
  readonly at = "loki";
  readonly limits: (string | undefined)[] = [];

  async request({ query }: ServiceRequest): Promise<string> {
    this.limits.push(query?.["limit"]);
    return JSON.stringify({ data: { result: [] } });
  }
}

test("Loki is asked for as many lines as it gives, or for as few as will do", async () => {
  const loki = new StandInLoki();
  const { signal } = new AbortController();
  await streamsWith(loki, "{a=~`.+`}", Duration.minutes(5), signal);
  await streamsWith(loki, "{a=~`.+`}", Duration.minutes(5), signal, 1);
  expect(loki.limits).toEqual(["5000", "1"]);
});
