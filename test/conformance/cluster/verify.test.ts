import type { Settings } from "../../../src/settings/settings";
import { links } from "../../../src/verify";
import { describeWith } from "../../components/available";
import { until } from "../../components/until";
import { grant } from "./apply";
import { SilentServer } from "./backends";
import type { Seen } from "./command-line";
import { ADMIN, EXPIRED, INSPECTOR, STRANGER, type User } from "./control-plane";
import { CLUSTER, clusterComponents } from "./environment";
import { tolerate, VERIFY_FAULTS } from "./faults";
import { Installation } from "./installation";
import { TestCluster } from "./test-cluster";

/** The third node is tainted like a control plane. */
const TAINT = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" } as const;
const SETTINGS: Partial<Settings> = { cluster: { nodes: 3, taints: [TAINT] } };
const NODES = [[], [], [TAINT]];

const CREATED = { seconds: 60, everyMs: 50 };

describeWith(CLUSTER, clusterComponents(), (components) => {
  let cluster: TestCluster;
  let installation: Installation;
  beforeAll(async () => {
    installation = new Installation(SETTINGS);
    cluster = await TestCluster.start({ components, settings: SETTINGS, nodes: NODES });
  });
  afterAll(async () => {
    installation.remove();
    await cluster.remove();
  });

  const verify = (user: User, ...args: readonly string[]): Promise<Seen> =>
    installation.commandLine.run("verify", cluster.apiServer.kubeconfig(user), ...args);

  const drillPods = () => cluster.fakes.pods().filter(({ spec }) => spec?.restartPolicy === "Never");

  test("passes every diagnostic on a working cluster, and removes its own objects", async () => {
    const { links: seen, exitCode, errors } = await verify(ADMIN);
    expect(errors).toBe("");
    expect(seen.map(({ id }) => id)).toEqual(links.map(({ id }) => id));
    expect(seen.filter(({ status }) => status !== "holds" && status !== "not-measured")).toEqual([]);
    expect(exitCode).toBe(0);
    expect(drillPods()).toEqual([]);
  });

  test("needs only the permissions that --rbac prints", async () => {
    await grant(cluster.kube, await installation.commandLine.roles("verify", INSPECTOR.name));
    const { links: seen, exitCode } = await verify(INSPECTOR);
    expect(seen.filter(({ status }) => status !== "holds" && status !== "not-measured")).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test("creates nothing with --read-only", async () => {
    const silences = await cluster.backends.alertmanager.silences();
    const { links: seen, exitCode } = await verify(ADMIN, "--read-only");
    expect(seen.filter(({ status }) => status === "broken" || status === "not-reached")).toEqual([]);
    expect(seen.filter(({ id }) => ["marker", "events", "drill"].includes(id)).map(({ status }) => status)).toEqual([
      "not-measured",
      "not-measured",
      "not-measured",
    ]);
    expect(await cluster.backends.alertmanager.silences()).toEqual(silences);
    expect(exitCode).toBe(0);
  });

  test("removes its objects after an interrupt", async () => {
    const kubeconfig = cluster.apiServer.kubeconfig(ADMIN);
    const created = () => until("a pod of the drill exists", CREATED, async () => drillPods().length > 0);
    expect(await installation.commandLine.interrupted("verify", kubeconfig, created)).toBe(130);
    expect(drillPods()).toEqual([]);
  });

  test("removes its objects after an interrupt without a reachable Alertmanager", async () => {
    const alertmanager = { service: "away", namespace: "monitoring" };
    const other = new Installation({ ...SETTINGS, alertmanager });
    try {
      const kubeconfig = cluster.apiServer.kubeconfig(ADMIN);
      const created = () => until("a pod of the drill exists", CREATED, async () => drillPods().length > 0);
      expect(await other.commandLine.interrupted("verify", kubeconfig, created)).toBe(130);
      expect(drillPods()).toEqual([]);
    } finally {
      other.remove();
    }
  });

  test("still checks the other nodes if one node has no agent", async () => {
    try {
      await tolerate(cluster, []);
      const { links: seen, exitCode } = await verify(ADMIN);
      expect(seen.filter(({ status }) => status === "broken").map(({ id }) => id)).toEqual(["daemonsets", "marker"]);
      expect(seen.find(({ id }) => id === "marker")?.found).toContain("node-3");
      expect(seen.find(({ id }) => id === "drill")).toMatchObject({ status: "holds" });
      expect(exitCode).toBe(6);
    } finally {
      await tolerate(cluster, [{ operator: "Exists" }]);
    }
  });

  test.each(VERIFY_FAULTS)("$name", async ({ break: breakIt, repair, diagnostic, got, cause, exitCode }) => {
    try {
      await breakIt(cluster);
      const seen = await verify(ADMIN, "--only", diagnostic);
      const broken = seen.links.find(({ id }) => id === diagnostic);
      expect(seen.links.filter(({ status }) => status === "broken").map(({ id }) => id)).toEqual([diagnostic]);
      expect(broken).toMatchObject({ status: "broken", found: expect.stringMatching(got) });
      expect(broken?.causes?.[0]?.cause).toMatch(cause);
      expect(seen.exitCode).toBe(exitCode);
    } finally {
      await repair(cluster);
    }
  });

  test("blocks a diagnostic after a failed one, and doesn't fail it", async () => {
    cluster.fakes.controllers.bindsVolumes = false;
    await cluster.fakes.unbind();
    try {
      const { links: seen } = await verify(ADMIN, "--only", "loki-pod");
      expect(seen.find(({ id }) => id === "loki-pod")).toMatchObject({ status: "not-reached", behind: "volume" });
    } finally {
      cluster.fakes.controllers.bindsVolumes = true;
      await cluster.settled();
    }
  });

  test("distinguishes a cluster with another stack by an exit code of its own", async () => {
    const nfs = { server: "other.example.com", path: "/srv/nfs/loki" };
    const other = new Installation({ ...SETTINGS, nfs, inotify: { maxUserInstances: 16_384 } });
    try {
      const seen = await other.commandLine.run("verify", cluster.apiServer.kubeconfig(ADMIN));
      const differing = seen.links.filter(({ status }) => status === "not-deployed").map(({ id }) => id);
      expect(differing).toEqual(["inotify", "volume", "configuration"]);
      expect(seen.links.filter(({ status }) => status === "broken")).toEqual([]);
      expect(seen.exitCode).toBe(5);
    } finally {
      other.remove();
    }
  });

  test("reports the denied requests of a user without permissions", async () => {
    const seen = await verify(STRANGER, "--read-only");
    expect(seen.links.find(({ id }) => id === "nodes")).toMatchObject({ status: "broken" });
    expect(seen.exitCode).toBe(4);
  });

  test("reports expired credentials as one failure, and sends no further requests", async () => {
    const { links: seen, exitCode } = await verify(EXPIRED);
    expect(seen.map(({ status }) => status)).toEqual(["broken", ...links.slice(1).map(() => "not-reached")]);
    expect(exitCode).toBe(3);
  });

  test("reports an unreachable API server as one failure", async () => {
    await cluster.apiServer.down();
    try {
      const { links: seen, exitCode } = await verify(ADMIN);
      expect(seen.map(({ status }) => status)).toEqual(["broken", ...links.slice(1).map(() => "not-reached")]);
      expect(exitCode).toBe(3);
    } finally {
      await cluster.apiServer.up();
    }
  });

  test("reports a server that accepts connections and never answers as one failure, after the timeout", async () => {
    const silent = await SilentServer.start();
    try {
      const kubeconfig = cluster.apiServer.kubeconfig(ADMIN, silent.url);
      const { links: seen, exitCode } = await installation.commandLine.run("verify", kubeconfig);
      expect(seen.map(({ status }) => status)).toEqual(["broken", ...links.slice(1).map(() => "not-reached")]);
      expect(exitCode).toBe(3);
    } finally {
      silent.close();
    }
  });
});
