import { DaemonSetV1 } from "@cdktf/provider-kubernetes/lib/daemon-set-v1";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { escapeTerraform } from "../terraform/escape";
import { type InotifyModel, sysctlLabels } from "./model";
import { sysctlPod } from "./pod";

export interface SysctlInotifyProps {
  readonly namespace: string;
  readonly inotify: InotifyModel;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Raises the inotify limits of every node, including tainted ones and nodes that join later. */
export class SysctlInotify extends DaemonSetV1 {
  constructor(scope: Construct, id: string, { namespace, inotify, dependsOn }: SysctlInotifyProps) {
    const labels = sysctlLabels(inotify);
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
