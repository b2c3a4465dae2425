import { apiServer } from "../diagnostics/api-server";
import type { VerifyLink } from "./context";
import { configuration } from "./links/configuration";
import { daemonsets } from "./links/daemonsets";
import { drill } from "./links/drill";
import { events } from "./links/events";
import { grafana } from "./links/grafana";
import { inotify } from "./links/inotify";
import { labels } from "./links/labels";
import { lokiPod } from "./links/loki-pod";
import { lokiReady } from "./links/loki-ready";
import { marker } from "./links/marker";
import { namespaces } from "./links/namespaces";
import { nodes } from "./links/nodes";
import { notifications } from "./links/notifications";
import { refused } from "./links/refused";
import { rules } from "./links/rules";
import { volume } from "./links/volume";
import { unlessOfOtherPlan } from "./other-plan";

/** The path of a line, from its node to the alert. */
export const links: readonly VerifyLink[] = [
  apiServer({ tooOld: "doubtful" }),
  nodes,
  unlessOfOtherPlan(inotify),
  daemonsets,
  volume,
  lokiPod,
  configuration,
  lokiReady,
  unlessOfOtherPlan(labels),
  marker,
  events,
  namespaces,
  refused,
  unlessOfOtherPlan(rules),
  drill,
  notifications,
  grafana,
];
