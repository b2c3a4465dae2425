import { inCluster } from "../../diagnostics/permission";
import { Duration } from "../../units";
import type { PreflightLink } from "../context";
import { ARCHITECTURE, MIXED, OTHER_RUNTIME, UNKNOWN, WINDOWS } from "../runtime/causes";
import { judgeRuntime } from "../runtime/judgement";

/** Log files have the format that the agents read. (Where kubelet writes them, /var/log/pods, is nothing that a node reports.) */
export const runtime: PreflightLink = {
  id: "runtime",
  title: "Every node writes logs as the agents read them",
  after: ["api-server"],
  failure: "nodes",
  patience: Duration.seconds(15),
  access: () => [inCluster("nodes", ["list"])],
  creates: false,
  causes: [OTHER_RUNTIME, MIXED, UNKNOWN, WINDOWS, ARCHITECTURE],
  look: async ({ deployment, nodes }) => judgeRuntime(await nodes(), deployment.model.alloy.runtime),
};
