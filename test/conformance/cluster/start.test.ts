import type { V1DaemonSet, V1Node, V1PersistentVolumeClaim } from "@kubernetes/client-node";
import { describeWith } from "../../components/available";
import { until } from "../../components/until";
import { scriptOn } from "./apply";
import { STRANGER } from "./control-plane";
import { CLUSTER, clusterComponents } from "./environment";
import { TestCluster } from "./test-cluster";

/** The margin of the queried time range on each side. */
const MARGIN_MS = 60_000;

const READ = { seconds: 60, everyMs: 200 };

describeWith(CLUSTER, clusterComponents(), (components) => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await TestCluster.start({ components, settings: {}, nodes: [[], []] });
  });
  afterAll(() => cluster.remove());

  test("registers the nodes", async () => {
    const nodes = await cluster.kube.list<V1Node>("/api/v1/nodes");
    expect(nodes.map(({ metadata }) => metadata?.name)).toEqual(["node-1", "node-2"]);
  });

  test("runs the stack's DaemonSets on every node", async () => {
    const sets = await cluster.kube.list<V1DaemonSet>("/apis/apps/v1/namespaces/monitoring/daemonsets");
    expect(sets.map(({ metadata, status }) => [metadata?.name, status?.numberReady])).toEqual([
      ["alloy", 2],
      ["sysctl-inotify", 2],
    ]);
  });

  test("binds the stack's claim to its volume", async () => {
    const claim = await cluster.kube.get<V1PersistentVolumeClaim>(
      "/api/v1/namespaces/monitoring/persistentvolumeclaims/storage-loki-0",
    );
    expect(claim.status?.phase).toBe("Bound");
    expect(claim.spec?.volumeName).toBe(cluster.stack.model.loki.volume.name);
  });

  test.each(["services/loki:3100", "pods/loki-0:3100"])("reaches Loki through the API server at %s", async (at) => {
    const ready = await cluster.kube.text("GET", `/api/v1/namespaces/monitoring/${at}/proxy/ready`);
    expect(ready).toBe("ready\n");
  });

  test("reaches Alertmanager through the API server", async () => {
    const path = "/api/v1/namespaces/monitoring/services/alertmanager:9093/proxy/-/ready";
    expect(await cluster.kube.text("GET", path)).toBe("OK");
  });

  test("reads an agent's metrics through the API server", async () => {
    const path = "/api/v1/namespaces/monitoring/pods/alloy-node-2:12345/proxy/metrics";
    expect(await cluster.kube.text("GET", path)).toContain("loki_write_sent_entries_total");
  });

  test("raises the limits of each fake node, but not of this machine", async () => {
    const path = "/api/v1/namespaces/monitoring/pods/sysctl-inotify-node-1/log?container=sysctl";
    expect(await cluster.kube.text("GET", path)).toContain("fs.inotify.max_user_watches = 1048576");
  });

  test("keeps the output of a pod as its log, and sends it to Loki with the labels of the node pipeline", async () => {
    const text = "echo marker=abc; cat /proc/sys/fs/inotify/max_user_instances";
    await cluster.kube.create(scriptOn("node-2", { name: "probe", namespace: "monitoring" }, text));
    const path = "/api/v1/namespaces/monitoring/pods/probe";
    await until("the pod succeeds", READ, async () => {
      const { status } = await cluster.kube.get<{ readonly status: { readonly phase: string } }>(path);
      return status.phase === "Succeeded";
    });
    expect(await cluster.kube.text("GET", `${path}/log`)).toBe("marker=abc\n8192\n");
    const selector = '{namespace="monitoring", pod="probe", container="probe", node="node-2"}';
    const span = { from: Date.now() - MARGIN_MS, to: Date.now() + MARGIN_MS };
    await until(
      "Loki has both lines",
      READ,
      async () => (await cluster.backends.loki.api.lines(selector, span)).length === 2,
    );
    await cluster.kube.text("DELETE", path);
  });

  test("denies a user without a role", async () => {
    const stranger = cluster.apiServer.client(STRANGER);
    await expect(stranger.text("GET", "/api/v1/nodes")).rejects.toThrow("answers 403");
  });

  test("keeps the objects after a restart of the API server", async () => {
    await cluster.apiServer.down();
    await expect(cluster.kube.text("GET", "/api/v1/nodes")).rejects.toThrow();
    await cluster.apiServer.up();
    expect(await cluster.kube.list<V1Node>("/api/v1/nodes")).toHaveLength(2);
  });
});
