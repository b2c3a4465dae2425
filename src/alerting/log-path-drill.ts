import { OWN_STREAMS } from "../alloy/own-streams";
import { type Line, type Selection, selectsLine } from "../logql";
import { Duration } from "../units";

/** The container whose lines fire the drill's alert. rules/log-path-drill.yaml selects it. */
export const FIRING = "log-path-drill";

/** The container of all other pods of a drill. */
export const QUIET = "log-path-marker";

/** Verify waits this long for the drill's alert. */
export const FIRES_WITHIN = Duration.seconds(30);

/** The query of rules/log-path-drill.yaml, on one line. */
export const DRILL_QUERY =
  'sum by (namespace, pod, node, marker) (count_over_time({log_collection="drill", container="log-path-drill"} |= "log-path-drill marker=" | regexp `^log-path-drill marker=(?P<marker>[0-9a-z-]{8,64})$` | marker!="" [2m])) > 0';

/** The line that every pod of a drill writes. rules/log-path-drill.yaml parses it. */
export function markerLine(markerId: string): string {
  return `log-path-drill marker=${markerId}`;
}

/** The marker id of a drill is a random UUID. */
const SAMPLE_ID = "3f9c1a2b-77aa-4c4d-9e00-aa0011bb22cc";

/** Returns the line of a drill's pod as Loki stores it. Its pod and node are unpredictable. */
export function storedMarker(container: string, namespace: string, markerId = SAMPLE_ID): Line {
  return {
    text: markerLine(markerId),
    labels: new Map([
      ["namespace", namespace],
      ["container", container],
      ["pod", null],
      ["node", null],
      [OWN_STREAMS.label, OWN_STREAMS.drill],
      ["service_name", container],
    ]),
  };
}

/** Returns whether a query selects the firing line of a drill, as far as its filters tell. */
export function selectsDrill(selections: readonly { readonly selection: Selection }[], namespace: string): boolean {
  return selections.some(({ selection }) => selectsLine(selection, storedMarker(FIRING, namespace)) !== false);
}
