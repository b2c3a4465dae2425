import type { HttpService, ServiceRequest } from "../../src/kube/http-service";
import { Duration } from "../../src/units";
import { streamsWith } from "../../src/verify/loki";

class FakeLoki implements HttpService {
  readonly at = "loki";
  readonly limits: (string | undefined)[] = [];

  async request({ query }: ServiceRequest): Promise<string> {
    this.limits.push(query?.["limit"]);
    return JSON.stringify({ data: { result: [] } });
  }
}

test("requests as many lines as Loki returns, or only as many as needed", async () => {
  const loki = new FakeLoki();
  const { signal } = new AbortController();
  await streamsWith(loki, "{a=~`.+`}", Duration.minutes(5), signal);
  await streamsWith(loki, "{a=~`.+`}", Duration.minutes(5), signal, 1);
  expect(loki.limits).toEqual(["5000", "1"]);
});
