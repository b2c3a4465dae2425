import { apiServer } from "../diagnostics/api-server";
import type { Diagnostic } from "../diagnostics/diagnostic";
import type { Cleanup } from "../diagnostics/interruption";
import type { Result } from "../diagnostics/outcome";
import type { Suite } from "../diagnostics/suite";
import type { RenderedStack } from "../stack/rendered-stack";
import { access } from "./access";
import { configuration } from "./configuration";
import { contextOf, type VerifyContext, type VerifyOptions } from "./context";
import { daemonsets } from "./daemonsets";
import { drill } from "./drill";
import { events } from "./events";
import { grafana } from "./grafana";
import { inotify } from "./inotify";
import { labels } from "./labels";
import { DRILL_LABEL } from "./log-path-drill/drill-pods";
import { lokiPod } from "./loki-pod";
import { lokiReady } from "./loki-ready";
import { marker } from "./marker";
import { namespaces } from "./namespaces";
import { nodes } from "./nodes";
import { notifications } from "./notifications";
import { policies } from "./policies";
import { refused } from "./refused";
import { rules } from "./rules";
import { volume } from "./volume";

/** The path of a line, from its node to the alert. */
export const diagnostics: readonly Diagnostic<VerifyContext>[] = [
  apiServer,
  nodes,
  inotify,
  daemonsets,
  volume,
  lokiPod,
  configuration,
  policies,
  lokiReady,
  access,
  labels,
  marker,
  events,
  namespaces,
  refused,
  rules,
  drill,
  notifications,
  grafana,
];

/** Verifies that what is deployed works, from a line to its alert. */
export function verifySuite(stack: RenderedStack, options: VerifyOptions): Suite<VerifyContext> {
  return {
    command: "verify",
    diagnostics,
    success,
    start: (cluster, ids, signal) => {
      const drilled = { isMarked: !options.readOnly && ids.has(marker.id), isFired: ids.has(drill.id) };
      const context = contextOf(stack, { ...options, ...drilled }, cluster, signal);
      return { context, cleanup: cleanupOf(context) };
    },
  };
}

function cleanupOf({ readOnly, drill: pods, cluster: { tools } }: VerifyContext): Cleanup | null {
  if (readOnly) return null;
  const { namespace, markerId } = pods;
  return {
    manualCleanup: `${tools.kubectl} --namespace ${namespace} delete pods --selector ${DRILL_LABEL}=${markerId}`,
    remove: () => pods.end(),
  };
}

/** How far the run followed a line, if nothing failed. */
export function success(results: readonly Result[]): string {
  const line = lineReached(results);
  const alert = passDetail(results, drill.id);
  if (line === null) return "Everything that ran passes; no line was written";
  if (alert !== null) return `${line}, and its alert reaches Alertmanager (${alert})`;
  return isWarning(results, drill.id) ? `${line}, but its alert was not seen in Alertmanager` : line;
}

function lineReached(results: readonly Result[]): string | null {
  const detail = passDetail(results, marker.id);
  if (detail !== null) return `A line reaches Loki (${detail})`;
  return isWarning(results, marker.id) ? "A line reaches Loki from some nodes" : null;
}

function isWarning(results: readonly Result[], id: string): boolean {
  return results.some((result) => result.id === id && result.outcome.status === "warn");
}

/** Null unless the diagnostic passes. */
function passDetail(results: readonly Result[], id: string): string | null {
  const outcome = results.find((result) => result.id === id)?.outcome;
  return outcome?.status === "pass" ? outcome.detail : null;
}
