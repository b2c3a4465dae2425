import { links } from "../../../src/preflight";
import { describeWith } from "../tools";
import { CLUSTER, clusterComponents } from "./components";
import { ADMIN, INSPECTOR, type User } from "./control-plane/user";
import { Installation } from "./installation";
import { grant } from "./objects/grant";
import { TestCluster } from "./test-cluster";

const RELEASE = "/api/v1/namespaces/monitoring/secrets/sh.helm.release.v1.loki.v1";

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

  test("nothing is in the way of applying once more what is applied", async () => {
    const { links: seen, exitCode } = await preflight(ADMIN);
    expect(seen.map(({ id }) => id)).toEqual(links.map(({ id }) => id));
    expect(seen.filter(({ status }) => status === "broken" || status === "not-reached")).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test("the roles that it prints are enough", async () => {
    await grant(cluster.kube, await installation.commandLine.roles("preflight", INSPECTOR.name));
    const { links: seen, exitCode } = await preflight(INSPECTOR);
    expect(seen.filter(({ status }) => status === "broken" || status === "not-reached")).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test("a release that hangs is named", async () => {
    await cluster.kube.merge(RELEASE, { metadata: { labels: { status: "pending-upgrade" } } });
    try {
      const { links: seen, exitCode } = await preflight(ADMIN, "--only", "releases");
      expect(seen.find(({ id }) => id === "releases")).toMatchObject({
        status: "broken",
        found: expect.stringMatching(/loki.*pending-upgrade/),
      });
      expect(exitCode).toBe(12);
    } finally {
      await cluster.kube.merge(RELEASE, { metadata: { labels: { status: "deployed" } } });
    }
  });
});
