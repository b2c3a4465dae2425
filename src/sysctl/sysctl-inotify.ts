import { DaemonSetV1 } from "@cdktf/provider-kubernetes/lib/daemon-set-v1";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { escapeTerraform } from "../terraform/text";
import type { InotifyModel } from "./model";
import { sysctlPod } from "./sysctl-pod";

export interface SysctlInotifyProps {
  readonly namespace: string;
  readonly inotify: InotifyModel;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Raises the inotify limits of every node, tainted ones included, and holds a pod there so that new nodes get them too. */
export class SysctlInotify extends DaemonSetV1 {
  constructor(scope: Construct, id: string, { namespace, inotify, dependsOn }: SysctlInotifyProps) {
    const labels = { app: inotify.name };
    super(scope, id, {
      ...escapeTerraform({
        metadata: { name: inotify.name, namespace, labels },
        spec: {
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: sysctlPod(inotify) },
        },
      }),
      dependsOn: [...dependsOn],
    });
  }
}
