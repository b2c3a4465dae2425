import type { V1Pod } from "@kubernetes/client-node";
import type { ServiceRequest } from "../../src/kube/http-service";
import { heardNow } from "../../src/verify/namespaces/heard";
import { settledPods, writtenBy } from "../../src/verify/namespaces/writer";
import { pod } from "./objects";
import { answered } from "./stand-in-pods";

const { signal } = new AbortController();

/** Kubelets: a pod's log, or what is answered instead. */
function logs(of: Readonly<Record<string, string | Error>>) {
  return {
    readNamespacedPodLog: async ({ name }: { readonly name: string }) => {
      const log = of[name] ?? "";
      if (log instanceof Error) throw log;
      return log;
    },
  };
}

describe("the pods of a namespace", () => {
  const pods = [pod("web-1", "a"), pod("web-2", "b")];

  test.each([400, 404, 500, 502])("are looked at though the log of one is answered with %i", async (code) => {
    const core = logs({ "web-1": answered(code, "no such container"), "web-2": "GET /\n" });
    expect(await writtenBy(core, "web", pods)).toMatchObject({
      written: { pod: "web-2", node: "b", line: { text: "GET /" } },
      problem: "no such container",
    });
  });

  test("that write nothing are told apart from those whose logs can't be read", async () => {
    expect(await writtenBy(logs({}), "web", pods)).toEqual({ written: null, problem: null });
    const unread = logs({ "web-1": answered(500, "no route to host"), "web-2": answered(404, "not found") });
    expect(await writtenBy(unread, "web", pods)).toEqual({ written: null, problem: "no route to host" });
  });

  test("are taken on the agents' nodes alone, and not in their first minutes", async () => {
    const started = (one: V1Pod, ago: number): V1Pod => ({ ...one, status: { startTime: new Date(Date.now() - ago) } });
    const items = [started(pod("web-1", "windows"), 3_600_000), started(pod("web-2", "a"), 3_600_000)];
    const core = { listNamespacedPod: async () => ({ items: [...items, started(pod("web-3", "a"), 1_000)] }) };
    const settled = await settledPods(core, "web", new Set(["a"]));
    expect(settled.map(({ metadata }) => metadata?.name)).toEqual(["web-2"]);
  });
});

describe("the namespaces of which Loki has lines", () => {
  const asked: ServiceRequest[] = [];
  /** Has lines of all that it is asked for. */
  const request = async (one: ServiceRequest) => {
    asked.push(one);
    const names = /namespace=~"([^"]*)"/.exec(one.query?.["query"] ?? "")?.[1]?.split("|") ?? [];
    return JSON.stringify({ data: { result: names.map((namespace) => ({ metric: { namespace } })) } });
  };
  const heard = async (names: readonly string[]) => [...(await heardNow({ at: "", request }, names, signal))];

  beforeEach(() => {
    asked.length = 0;
  });

  test("are asked for with older lines than the kubelets', as nodes' clocks may go behind", async () => {
    expect(await heard(["web"])).toEqual(["web"]);
    const start = Number(asked[0]?.query?.["start"]);
    expect(Date.now() / 1_000 - start).toBeGreaterThanOrEqual(30 * 60);
  });

  test("are those of whose containers it has lines: events alone have none", async () => {
    await heard(["web"]);
    expect(asked[0]?.query?.["query"]).toBe('{namespace=~"web", container=~".+"}');
  });

  test("are told however many there are, by URLs that are short enough for proxies", async () => {
    const names = Array.from({ length: 2_500 }, (_, index) => `${"n".repeat(58)}-${1_000 + index}`);
    expect(await heard(names)).toEqual(names);
    const lengths = asked.map(({ query }) => encodeURIComponent(query?.["query"] ?? "").length);
    expect(Math.max(...lengths)).toBeLessThan(7_500);
  });

  test("are none where there are none", async () => {
    expect(await heard([])).toEqual([]);
    expect(asked).toEqual([]);
  });
});
