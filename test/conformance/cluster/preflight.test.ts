import { diagnostics } from "../../../src/preflight";
import { describeWith } from "../../components/available";
import { grant } from "./apply";
import { ADMIN, INSPECTOR, type User } from "./control-plane";
import { CLUSTER, clusterComponents } from "./environment";
import { PREFLIGHT_FAULTS } from "./faults";
import { Installation } from "./installation";
import { TestCluster } from "./test-cluster";

describeWith(CLUSTER, clusterComponents(), (components) => {
  let cluster: TestCluster;
  let installation: Installation;
  beforeAll(async () => {
    installation = new Installation({});
    cluster = await TestCluster.start({ components, settings: {}, nodes: [[], []] });
  });
  afterAll(async () => {
    installation.remove();
    await cluster.remove();
  });

  const preflight = (user: User, ...args: readonly string[]) =>
    installation.commandLine.run("preflight", cluster.apiServer.kubeconfig(user), ...args);

  // Nothing here schedules the pods that try the network. test/preflight/policy-trial.test.ts has a fake of it.
  const READ_ONLY = ["--read-only"];

  test("passes on a cluster where the stack is already applied", async () => {
    const { diagnostics: reported, exitCode, errors } = await preflight(ADMIN, ...READ_ONLY);
    expect(errors).toBe("");
    expect(reported.map(({ id }) => id)).toEqual(diagnostics.map(({ id }) => id));
    expect(reported.filter(({ status }) => status === "fail" || status === "blocked")).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test("needs only the permissions that --rbac prints", async () => {
    await grant(cluster.kube, await installation.commandLine.roles("preflight", INSPECTOR.name));
    const { diagnostics: reported, exitCode } = await preflight(INSPECTOR, ...READ_ONLY);
    expect(reported.filter(({ status }) => status === "fail" || status === "blocked")).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test("needs no more before the namespace exists, in which no role can exist yet", async () => {
    const nfs = { server: "nfs.example.com", path: "/srv/nfs/fresh" };
    const fresh = new Installation({ namespace: { name: "fresh", create: true }, nfs });
    const ids = ["namespace", "drill-namespace", "pod-security", "limits", "quota", "conflicts", "volume", "releases"];
    try {
      const kubeconfig = cluster.apiServer.kubeconfig(INSPECTOR);
      const { diagnostics: reported, exitCode } = await fresh.commandLine.run(
        "preflight",
        kubeconfig,
        "--only",
        ids.join(","),
      );
      expect(reported.map(({ status }) => status)).toEqual(["pass", ...ids.map(() => "pass")]);
      expect(exitCode).toBe(0);
    } finally {
      fresh.remove();
    }
  });

  test.each(PREFLIGHT_FAULTS)("$name", async ({ break: breakIt, repair, diagnostic, got, cause, exitCode }) => {
    try {
      await breakIt(cluster);
      const run = await preflight(ADMIN, "--only", diagnostic);
      const failed = run.diagnostics.find(({ id }) => id === diagnostic);
      expect(failed).toMatchObject({ status: "fail", got: expect.stringMatching(got) });
      expect(failed?.causes?.[0]?.cause).toMatch(cause);
      expect(run.exitCode).toBe(exitCode);
    } finally {
      await repair(cluster);
    }
  });

  test("finds an Alertmanager with another name than in main.ts", async () => {
    const other = new Installation({ alertmanager: { service: "am", namespace: "monitoring" } });
    try {
      const kubeconfig = cluster.apiServer.kubeconfig(ADMIN);
      const { diagnostics: reported, exitCode } = await other.commandLine.run(
        "preflight",
        kubeconfig,
        "--only",
        "alertmanager",
      );
      expect(reported.find(({ id }) => id === "alertmanager")).toMatchObject({
        status: "fail",
        got: "only alertmanager",
      });
      expect(exitCode).toBe(10);
    } finally {
      other.remove();
    }
  });
});
