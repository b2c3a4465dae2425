import type { Check } from "../check";
import { mappingsAt, shownAt, valueAt } from "../values";

export const agentPositions: Check = {
  id: "agent-positions",
  severity: "error",
  reason:
    "read positions that go with the pod make every restart read every file again: duplicates, refused lines, a busy disk",
  evidence: "chart alloy 1.11.1 keeps them in /tmp/alloy, in the container",
  find({ agent: { values, valuesFile } }) {
    const path = valueAt(values, "alloy.storagePath");
    const volume = mappingsAt(values, "alloy.mounts.extra").find(({ mountPath }) => mountPath === path);
    const hosts = mappingsAt(values, "controller.volumes.extra").filter(({ hostPath }) => hostPath !== undefined);
    if (volume !== undefined && hosts.some(({ name }) => name === volume["name"])) return [];
    return [
      {
        setting: `${valuesFile}: alloy.storagePath`,
        got: path === undefined ? "nothing, which means /tmp/alloy" : shownAt(values, "alloy.storagePath"),
        expected: "a path on which a folder of the node is mounted",
        remedy: "leave it to the plan, which mounts /var/lib/alloy/<namespace> of the node",
      },
    ];
  },
};
