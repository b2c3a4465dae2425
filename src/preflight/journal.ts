import type { V1Node } from "@kubernetes/client-node";
import { apiServer } from "../diagnostics/api-server";
import { cause } from "../diagnostics/cause";
import { diagnostic } from "../diagnostics/diagnostic";
import { fail, skipped, warn } from "../diagnostics/outcome";
import { inCluster } from "../diagnostics/rbac";
import { listed } from "../diagnostics/text";
import { nodeName } from "../kube/node";
import { reference } from "../terraform/artefacts";
import { Duration } from "../units";
import type { PreflightContext } from "./context";

export const causes = {
  noMachineId: cause(
    "The node <node> has no /etc/machine-id. The agent mounts it to find the journal, and its pod would not start there.",
    "on the node <node>: systemd-machine-id-setup, then restart kubelet; or set alloy.journal to false in main.ts",
  ),
  noJournald: cause(
    "The operating system of <node>, <osImage>, has no journald. The kernel's lines and the alert OOMKilled have no source there.",
    "set alloy.journal to false in main.ts, and remove the alert or accept its finding",
  ),
};

export interface JournalEvidence {
  readonly nodes: readonly V1Node[];
  /** The image of the debug container in the hint. */
  readonly image: string;
}

/** Nodes report the machine id, which names the journal's folder. They do not report the journal's files. */
export const journal = diagnostic<Pick<PreflightContext, "stack" | "nodes">, JournalEvidence>({
  id: "journal",
  title: "Every node has a journal where the agents read it",
  after: [apiServer],
  failure: "nodes",
  timeout: Duration.seconds(15),
  permissions: () => [inCluster("nodes", ["list"])],
  causes,
  skip: ({ stack }) => (stack.model.alloy.journal ? null : "alloy.journal is false"),
  collect: async ({ stack, nodes }) => ({ nodes: await nodes(), image: reference(stack.model.inotify.busybox) }),
  analyze: ({ nodes, image }) => {
    const linux = nodes.filter(({ status }) => status?.nodeInfo?.operatingSystem === "linux");
    const [anonymous, ...moreAnonymous] = linux.filter(({ status }) => (status?.nodeInfo?.machineID ?? "") === "");
    if (anonymous !== undefined)
      return fail({
        got: `${names([anonymous, ...moreAnonymous])} without a machine id`,
        expected: "/etc/machine-id on every node",
        causes: [causes.noMachineId({ node: nodeName(anonymous) })],
      });
    const [without, ...moreWithout] = linux.filter((node) => WITHOUT_JOURNALD.test(osImageOf(node)));
    if (without !== undefined)
      return warn({
        got: `${names([without, ...moreWithout])} with ${osImageOf(without)}`,
        expected: "journald on every node",
        causes: [causes.noJournald({ node: nodeName(without), osImage: osImageOf(without) })],
      });
    const node = linux[0]?.metadata?.name ?? "NODE";
    return skipped(
      `every node has a machine id; to see its journal: kubectl debug node/${node} --stdin --tty --image=${image} -- ls /host/var/log/journal /host/run/log/journal (delete the pod afterwards)`,
    );
  },
});

/** Talos has no journald, and Alpine uses OpenRC. */
const WITHOUT_JOURNALD = /^(Talos|Alpine)/;

function osImageOf({ status }: V1Node): string {
  return status?.nodeInfo?.osImage ?? "";
}

function names(nodes: readonly V1Node[]): string {
  return listed(nodes.map(nodeName));
}
