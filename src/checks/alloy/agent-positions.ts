import type { Check } from "../check";
import { mappingsAt, shownAt, valueAt } from "../values";

export const agentPositions: Check = {
  id: "agent-positions",
  title: "Agents keep their read positions across restarts",
  severity: "error",
  why: "if read positions are lost with the pod, every restart rereads every file, which causes duplicates, rejected lines and disk load",
  remedy: "remove alloy.storagePath: the stack mounts /var/lib/alloy/<namespace> of the node",
  evidence: "chart alloy 1.11.1 stores them in /tmp/alloy, inside the container",
  find({ agent: { values, valuesFile } }) {
    const path = valueAt(values, "alloy.storagePath");
    const volume = mappingsAt(values, "alloy.mounts.extra").find(({ mountPath }) => mountPath === path);
    const hosts = mappingsAt(values, "controller.volumes.extra").filter(({ hostPath }) => hostPath !== undefined);
    if (volume !== undefined && hosts.some(({ name }) => name === volume["name"])) return [];
    return [
      {
        setting: `${valuesFile}: alloy.storagePath`,
        got: path === undefined ? "nothing (the chart's default is /tmp/alloy)" : shownAt(values, "alloy.storagePath"),
        expected: "the mount path of a directory of the node (hostPath)",
        remedy: "remove it: the stack mounts /var/lib/alloy/<namespace> of the node",
      },
    ];
  },
};
