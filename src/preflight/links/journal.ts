import type { V1Node } from "@kubernetes/client-node";
import type { Cause } from "../../diagnostics/cause";
import { listed } from "../../diagnostics/listed";
import { broken, doubtful, notMeasured, type Outcome } from "../../diagnostics/outcome";
import { inCluster } from "../../diagnostics/permission";
import { nodeName } from "../../kube/node";
import type { Model } from "../../model";
import { reference } from "../../terraform/artefacts";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";

const NO_MACHINE_ID: Cause = {
  cause: "The node has no /etc/machine-id, which the agent mounts to find the journal: its pod would not start there.",
  next: "on the node: systemd-machine-id-setup, then start kubelet again; or write alloy: { journal: false } into main.ts",
};
const NO_JOURNALD: Cause = {
  cause:
    "The node's operating system has no journald: the kernel's lines, and with them the alert OOMKilled, have no source there.",
  next: "write alloy: { journal: false } into main.ts, and take the alert out or accept its finding",
};

/** Nodes report the id by which their journal is found; the journal's files nobody reports. */
export const journal: PreflightLink = {
  id: "journal",
  title: "Every node has a journal where the agents look",
  after: ["api-server"],
  failure: "nodes",
  patience: Duration.seconds(15),
  access: () => [inCluster("nodes", ["list"])],
  creates: false,
  causes: [NO_MACHINE_ID, NO_JOURNALD],
  look: async ({ deployment, nodes }) => judgeJournal(await nodes(), deployment.model),
};

export function judgeJournal(nodes: readonly V1Node[], { alloy, inotify }: Model): Outcome {
  if (!alloy.journal) return notMeasured("alloy.journal is false: no journal is read");
  const linux = nodes.filter(({ status }) => status?.nodeInfo?.operatingSystem === "linux");
  const anonymous = linux.filter(({ status }) => (status?.nodeInfo?.machineID ?? "") === "");
  if (anonymous.length > 0)
    return broken({
      found: `${named(anonymous)} without a machine id`,
      expected: "/etc/machine-id on every node",
      causes: [NO_MACHINE_ID],
    });
  const without = linux.filter(({ status }) => WITHOUT_JOURNALD.test(status?.nodeInfo?.osImage ?? ""));
  if (without.length > 0)
    return doubtful({
      found: `${named(without)} with ${without[0]?.status?.nodeInfo?.osImage}`,
      expected: "journald on every node",
      causes: [NO_JOURNALD],
    });
  const node = linux[0]?.metadata?.name ?? "<node>";
  return notMeasured(
    `every node has a machine id; its journal shows: kubectl debug node/${node} -it --image=${reference(inotify.busybox)} -- ls /host/var/log/journal /host/run/log/journal (its pod stays there until you delete it)`,
  );
}

/** Talos keeps its services' logs to itself, and Alpine has OpenRC. */
const WITHOUT_JOURNALD = /^(Talos|Alpine)/;

function named(nodes: readonly V1Node[]): string {
  return listed(nodes.map(nodeName));
}
