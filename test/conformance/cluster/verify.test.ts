import type { Settings } from "../../../src/settings/settings";
import { diagnostics } from "../../../src/verify";
import { describeWith } from "../../components/available";
import { until } from "../../components/until";
import { grant } from "./apply";
import { SilentServer } from "./backends";
import type { ReportedRun } from "./command-line";
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

  const verify = (user: User, ...args: readonly string[]): Promise<ReportedRun> =>
    installation.commandLine.run("verify", cluster.apiServer.kubeconfig(user), ...args);

  const drillPods = () => cluster.fakes.pods().filter(({ spec }) => spec?.restartPolicy === "Never");

  test("passes every diagnostic on a working cluster, and removes its own objects", async () => {
    const { diagnostics: reported, exitCode, errors } = await verify(ADMIN);
    expect(errors).toBe("");
    expect(reported.map(({ id }) => id)).toEqual(diagnostics.map(({ id }) => id));
    expect(reported.filter(({ status }) => status !== "pass" && status !== "skipped")).toEqual([]);
    expect(exitCode).toBe(0);
    expect(drillPods()).toEqual([]);
  });

  test("needs only the permissions that --rbac prints", async () => {
    await grant(cluster.kube, await installation.commandLine.roles("verify", INSPECTOR.name));
    const { diagnostics: reported, exitCode } = await verify(INSPECTOR);
    expect(reported.filter(({ status }) => status !== "pass" && status !== "skipped")).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test("creates nothing with --read-only", async () => {
    const silences = await cluster.backends.alertmanager.silences();
    const { diagnostics: reported, exitCode } = await verify(ADMIN, "--read-only");
    expect(reported.filter(({ status }) => status === "fail" || status === "blocked")).toEqual([]);
    expect(reported.filter(({ id }) => ["marker", "events", "drill"].includes(id)).map(({ status }) => status)).toEqual(
      ["skipped", "skipped", "skipped"],
    );
    expect(await cluster.backends.alertmanager.silences()).toEqual(silences);
    expect(exitCode).toBe(0);
  });

  test("fires no alert, and so creates no silence, unless the drill runs", async () => {
    const silences = await cluster.backends.alertmanager.silences();
    const { diagnostics: reported, exitCode } = await verify(ADMIN, "--only", "marker");
    expect(reported.at(-1)).toMatchObject({ id: "marker", status: "pass" });
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
      const { diagnostics: reported, exitCode } = await verify(ADMIN);
      expect(reported.filter(({ status }) => status === "fail").map(({ id }) => id)).toEqual(["daemonsets", "marker"]);
      expect(reported.find(({ id }) => id === "marker")?.got).toContain("node-3");
      expect(reported.find(({ id }) => id === "drill")).toMatchObject({ status: "pass" });
      expect(exitCode).toBe(6);
    } finally {
      await tolerate(cluster, [{ operator: "Exists" }]);
    }
  });

  test.each(VERIFY_FAULTS)("$name", async ({ break: breakIt, repair, diagnostic, got, cause, exitCode }) => {
    try {
      await breakIt(cluster);
      const run = await verify(ADMIN, "--only", diagnostic);
      const failed = run.diagnostics.find(({ id }) => id === diagnostic);
      expect(run.diagnostics.filter(({ status }) => status === "fail").map(({ id }) => id)).toEqual([diagnostic]);
      expect(failed).toMatchObject({ status: "fail", got: expect.stringMatching(got) });
      expect(failed?.causes?.[0]?.cause).toMatch(cause);
      expect(run.exitCode).toBe(exitCode);
    } finally {
      await repair(cluster);
    }
  });

  test("blocks a diagnostic after a failed one, and does not fail it", async () => {
    cluster.fakes.controllers.bindsVolumes = false;
    await cluster.fakes.unbind();
    try {
      const { diagnostics: reported } = await verify(ADMIN, "--only", "loki-pod");
      expect(reported.find(({ id }) => id === "loki-pod")).toMatchObject({ status: "blocked", blockedBy: "volume" });
    } finally {
      cluster.fakes.controllers.bindsVolumes = true;
      await cluster.settled();
    }
  });

  test("distinguishes a cluster with another stack by an exit code of its own", async () => {
    const nfs = { server: "other.example.com", path: "/srv/nfs/loki" };
    const other = new Installation({ ...SETTINGS, nfs, inotify: { maxUserInstances: 16_384 } });
    try {
      const run = await other.commandLine.run("verify", cluster.apiServer.kubeconfig(ADMIN));
      const differing = run.diagnostics.filter(({ status }) => status === "not-deployed").map(({ id }) => id);
      expect(differing).toEqual(["inotify", "volume", "configuration"]);
      expect(run.diagnostics.filter(({ status }) => status === "fail")).toEqual([]);
      expect(run.exitCode).toBe(5);
    } finally {
      other.remove();
    }
  });

  test("reports the denied requests of a user without permissions", async () => {
    const run = await verify(STRANGER, "--read-only");
    expect(run.diagnostics.find(({ id }) => id === "nodes")).toMatchObject({ status: "fail" });
    expect(run.exitCode).toBe(4);
  });

  test("reports expired credentials as one failure, and sends no further requests", async () => {
    const { diagnostics: reported, exitCode } = await verify(EXPIRED);
    expect(reported.map(({ status }) => status)).toEqual(["fail", ...diagnostics.slice(1).map(() => "blocked")]);
    expect(exitCode).toBe(3);
  });

  test("reports an unreachable API server as one failure", async () => {
    await cluster.apiServer.down();
    try {
      const { diagnostics: reported, exitCode } = await verify(ADMIN);
      expect(reported.map(({ status }) => status)).toEqual(["fail", ...diagnostics.slice(1).map(() => "blocked")]);
      expect(exitCode).toBe(3);
    } finally {
      await cluster.apiServer.up();
    }
  });

  test("reports a server that accepts connections and never answers as one failure, after the timeout", async () => {
    const silent = await SilentServer.start();
    try {
      const kubeconfig = cluster.apiServer.kubeconfig(ADMIN, silent.url);
      const { diagnostics: reported, exitCode } = await installation.commandLine.run("verify", kubeconfig);
      expect(reported.map(({ status }) => status)).toEqual(["fail", ...diagnostics.slice(1).map(() => "blocked")]);
      expect(exitCode).toBe(3);
    } finally {
      silent.close();
    }
  });
});
