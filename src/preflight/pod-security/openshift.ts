import type { ApisApi } from "@kubernetes/client-node";
import { filled } from "../../diagnostics/cause";
import { SCC } from "./causes";

const GROUP = "security.openshift.io";

/** Whether it is OpenShift, where an administrator may create a pod that the controller of DaemonSets may not. */
export async function isOpenShift(apis: Pick<ApisApi, "getAPIVersions">): Promise<boolean> {
  const { groups } = await apis.getAPIVersions();
  return groups.some(({ name }) => name === GROUP);
}

/** Why a pod that was let in says nothing of the plan's pods there. */
export function unknownOnOpenShift(namespace: string): string {
  const { next } = filled(SCC, { namespace });
  return `such a pod is let in, but OpenShift also asks what a pod's ServiceAccount may; the plan's need: ${next}`;
}
