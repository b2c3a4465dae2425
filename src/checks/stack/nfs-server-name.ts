import type { Check } from "../check";

export const nfsServerName: Check = {
  id: "nfs-server-name",
  title: "Nodes can resolve the name of the NFS server",
  severity: "warning",
  why: "the kubelet mounts the export with the resolver of the node, which usually doesn't know the cluster's DNS",
  remedy: "write an address, such as the clusterIP of the Service, or a name that the resolver of every node knows",
  evidence:
    "kubernetes/examples#390: mount.nfs on the node fails to resolve nfs-server.default.svc.cluster.local, except on GKE",
  find({ model: { loki, cluster } }) {
    const { server } = loki.volume;
    const name = server.toLowerCase();
    if (!/^[^.]+\.[^.]+\.svc$/.test(name) && !name.endsWith(`.svc.${cluster.domain}`)) return [];
    const [service = "", namespace = ""] = name.split(".");
    return [
      {
        setting: "nfs.server",
        got: `"${server}", a name in the cluster's DNS`,
        expected: "an address, or a name that the resolver of every node knows",
        remedy: `write the address that "kubectl get service -n ${namespace} ${service} -o jsonpath={.spec.clusterIP}" prints`,
      },
    ];
  },
};
