import { terraformObjects } from "../../../tools/manifests/terraform-objects";
import { synthesized } from "../../helpers/synthesized";

const objects = terraformObjects(synthesized().resource).map(({ object }) => object);

function spec(kind: string, name: string) {
  return objects.find((object) => object.kind === kind && object.metadata.name === name)?.["spec"];
}

test("names blocks and numbers as Kubernetes does", () => {
  expect(spec("DaemonSet", "sysctl-inotify")).toMatchObject({
    template: {
      spec: {
        volumes: [{ name: "inotify", hostPath: { path: "/proc/sys/fs/inotify" } }],
        initContainers: [{ securityContext: { runAsUser: 0 }, volumeMounts: [{ mountPath: "/node/inotify" }] }],
        containers: [{ name: "pause" }],
      },
    },
  });
});

test("contains the network policies, with a port in place of the one that only Terraform's plan knows", () => {
  const policy = JSON.stringify(spec("NetworkPolicy", "alloy"));
  expect(policy).toContain('"port":12345');
  expect(policy).toContain('"port":6443');
  expect(policy).not.toContain("$");
});
