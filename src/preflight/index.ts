import { apiServer } from "../diagnostics/api-server";
import type { Diagnostic } from "../diagnostics/diagnostic";
import type { Suite } from "../diagnostics/suite";
import type { RenderedStack } from "../stack/rendered-stack";
import { alertmanager } from "./alertmanager";
import { conflicts } from "./conflicts";
import { contextOf, type PreflightContext, type PreflightOptions } from "./context";
import { datasource } from "./datasource";
import { drillNamespace } from "./drill-namespace";
import { journal } from "./journal";
import { limits } from "./limits";
import { namespace } from "./namespace";
import { networkPolicies } from "./network-policies";
import { nfs } from "./nfs";
import { podSecurity } from "./pod-security";
import { quota } from "./quota";
import { releases } from "./releases";
import { runtime } from "./runtime";
import { scheduling } from "./scheduling";
import { storageClass } from "./storage-class";
import { volume } from "./volume";

/** The prerequisites of an apply, in the order of the report. */
export const diagnostics: readonly Diagnostic<PreflightContext>[] = [
  apiServer,
  alertmanager,
  namespace,
  drillNamespace,
  podSecurity,
  limits,
  quota,
  volume,
  storageClass,
  nfs,
  scheduling,
  runtime,
  journal,
  releases,
  conflicts,
  datasource,
  networkPolicies,
];

/** Checks that the cluster meets the prerequisites of an apply and nothing conflicts. */
export function preflightSuite(stack: RenderedStack, options: PreflightOptions): Suite<PreflightContext> {
  return {
    command: "preflight",
    diagnostics,
    success: () => "The cluster is ready for an apply",
    start: (cluster, _ids, signal) => {
      const context = contextOf(stack, options, cluster, signal);
      return { context, cleanup: options.readOnly ? null : context.policyTrial };
    },
  };
}
