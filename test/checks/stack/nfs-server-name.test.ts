import { nfsServerName } from "../../../src/checks/stack/nfs-server-name";
import { findings, stack } from "../stacks";

const of = (server: string, domain = "cluster.local") =>
  findings(nfsServerName, stack({ nfs: { server, path: "/srv" }, cluster: { domain } }));

test.each([
  ["nfs.storage.svc.cluster.local", "cluster.local"],
  ["NFS.storage.svc", "cluster.local"],
  ["nfs-0.nfs.storage.svc.k8s.example.com", "k8s.example.com"],
])("warns about the server %s in a cluster with the domain %s", (server, domain) => {
  expect(of(server, domain)).toMatchObject([
    { setting: "nfs.server", got: `"${server}", a name in the cluster's DNS` },
  ]);
});

test("asks for the address of the Service", () => {
  expect(of("nfs.storage.svc")).toMatchObject([{ remedy: expect.stringContaining("-n storage nfs -o") }]);
});

test.each(["nfs.example.com", "nas", "10.0.0.7", "2001:db8::1", "svc.example.com", "nfs.svc.example.com"])(
  "accepts the server %s",
  (server) => {
    expect(of(server)).toEqual([]);
  },
);
