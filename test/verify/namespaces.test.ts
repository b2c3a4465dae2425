import type { V1Pod } from "@kubernetes/client-node";
import type { ServiceRequest } from "../../src/kube/http-service";
import {
  causes,
  firstLine,
  type NamespacesEvidence,
  namespaces,
  namespacesWithLines,
  type SilentNamespace,
  settledPods,
} from "../../src/verify/namespaces";
import { answered } from "./fake-pods";
import { pod } from "./objects";

const { signal } = new AbortController();

/** Kubelets with the log of each pod, or an error. */
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

  test.each([400, 404, 500, 502])("are examined although the log of one has the error %i", async (code) => {
    const core = logs({ "web-1": answered(code, "no such container"), "web-2": "GET /\n" });
    expect(await firstLine(core, "web", pods)).toMatchObject({
      written: { pod: "web-2", node: "b", line: { text: "GET /" } },
      problem: "no such container",
    });
  });

  test("are told apart if they write nothing and if their logs cannot be read", async () => {
    expect(await firstLine(logs({}), "web", pods)).toEqual({ written: null, problem: null });
    const unread = logs({ "web-1": answered(500, "no route to host"), "web-2": answered(404, "not found") });
    expect(await firstLine(unread, "web", pods)).toEqual({ written: null, problem: "no route to host" });
  });

  test("are examined only on the agents' nodes, and not in their first minutes", async () => {
    const started = (one: V1Pod, ago: number): V1Pod => ({ ...one, status: { startTime: new Date(Date.now() - ago) } });
    const items = [started(pod("web-1", "windows"), 3_600_000), started(pod("web-2", "a"), 3_600_000)];
    const core = { listNamespacedPod: async () => ({ items: [...items, started(pod("web-3", "a"), 1_000)] }) };
    const settled = await settledPods(core, "web", new Set(["a"]));
    expect(settled.map(({ metadata }) => metadata?.name)).toEqual(["web-2"]);
  });
});

describe("the namespaces with lines in Loki", () => {
  const asked: ServiceRequest[] = [];
  /** Has lines of all requested namespaces. */
  const request = async (one: ServiceRequest) => {
    asked.push(one);
    const names = /namespace=~"([^"]*)"/.exec(one.query?.["query"] ?? "")?.[1]?.split("|") ?? [];
    return JSON.stringify({ data: { result: names.map((namespace) => ({ metric: { namespace } })) } });
  };
  const withLines = async (names: readonly string[]) => [
    ...(await namespacesWithLines({ at: "", request }, names, signal)),
  ];

  beforeEach(() => {
    asked.length = 0;
  });

  test("are requested with older lines than the kubelets', because nodes' clocks may be behind", async () => {
    expect(await withLines(["web"])).toEqual(["web"]);
    const start = Number(asked[0]?.query?.["start"]);
    expect(Date.now() / 1_000 - start).toBeGreaterThanOrEqual(30 * 60);
  });

  test("exclude those with only events, which have no container", async () => {
    await withLines(["web"]);
    expect(asked[0]?.query?.["query"]).toBe('{namespace=~"web", container=~".+"}');
  });

  test("are requested with URLs that are short enough for proxies", async () => {
    const names = Array.from({ length: 2_500 }, (_, index) => `${"n".repeat(58)}-${1_000 + index}`);
    expect(await withLines(names)).toEqual(names);
    const lengths = asked.map(({ query }) => encodeURIComponent(query?.["query"] ?? "").length);
    expect(Math.max(...lengths)).toBeLessThan(7_500);
  });

  test("are none without a namespace", async () => {
    expect(await withLines([])).toEqual([]);
    expect(asked).toEqual([]);
  });
});

const EVIDENCE: NamespacesEvidence = {
  withLines: 3,
  silent: [],
  streamLimit: "never",
  dockerNodes: [],
  agentNamespace: "logs",
};
const SILENT: SilentNamespace = { name: "", writer: null, drop: null, problem: null };

describe("the diagnostic namespaces", () => {
  const analyze = (...silent: readonly SilentNamespace[]) => namespaces.analyze({ ...EVIDENCE, silent });
  const silent = (name: string, parts: Partial<SilentNamespace> = {}) => ({ ...SILENT, name, ...parts });

  test("passes if namespaces without lines write nothing or are dropped, which is noted", () => {
    const writer = { pod: "web-1", node: "a" };
    expect(analyze(silent("quiet"), silent("web", { writer, drop: "noise" }))).toEqual({
      status: "pass",
      detail: "3 namespaces",
      notes: ["pods run but write nothing: quiet", "dropped by the settings: web (noise)"],
    });
  });

  test("fails if a pod writes but Loki has no line of its namespace", () => {
    const facts = { namespace: "shop", pod: "shop-1", node: "a" };
    expect(analyze(silent("shop", { writer: { pod: "shop-1", node: "a" } }))).toMatchObject({
      status: "fail",
      got: "shop (shop-1 writes): no line in Loki",
      causes: [causes.notRead({ ...facts, agentNamespace: "logs" })],
    });
  });

  test("names only the causes that the metrics of Loki and the container runtime leave", () => {
    const facts = { namespace: "shop", pod: "shop-1", node: "a" };
    const shop = silent("shop", { writer: { pod: "shop-1", node: "a" } });
    const causesOf = (parts: Partial<NamespacesEvidence>) =>
      namespaces.analyze({ ...EVIDENCE, ...parts, silent: [shop] });
    expect(causesOf({ streamLimit: "during the run" })).toMatchObject({ causes: [causes.refusedStreams()] });
    expect(causesOf({ streamLimit: "earlier", dockerNodes: ["a"] })).toMatchObject({
      causes: [causes.notRead({ ...facts, agentNamespace: "logs" }), causes.refusedStreams(), causes.noLogFiles(facts)],
    });
  });

  test("does not call a namespace quiet if its logs cannot be read", () => {
    expect(analyze(silent("shop", { problem: "no route to host" }))).toMatchObject({
      status: "pass",
      notes: ["logs cannot be read: shop (no route to host)"],
    });
  });
});
