import type { HttpService, ServiceRequest } from "../../src/kube/http-service";
import { lookAtLabels } from "../../src/verify/links/labels";
import { exampleModel } from "../helpers/example";
import { node } from "./objects";

/** A Loki that has lines of one node. */
const loki: HttpService = {
  at: "loki",
  request: async ({ path }: ServiceRequest) => {
    const labels = ["namespace", "pod", "container", "node", "job"];
    return JSON.stringify({ data: path === "loki/api/v1/labels" ? labels : ["a"] });
  },
};

test("lines are expected of the nodes on which agents are expected, and of no others", async () => {
  const look = (...nodes: readonly string[]) => {
    const context = { loki, drill: null, agentNodes: async () => nodes.map((name) => node(name)) };
    return lookAtLabels(exampleModel(), context, new AbortController().signal);
  };
  expect(await look("a")).toMatchObject({ status: "holds", figure: "5 labels, 1 of 1 nodes" });
  expect(await look("a", "b")).toMatchObject({ status: "broken", found: "no lines of b" });
});
