import { EVENTS_JOB } from "../../alloy/jobs";
import { notMeasured } from "../../live/outcome";
import { poll } from "../../live/poll";
import { Duration } from "../../units";
import type { VerifyLink } from "../context";
import { GAVE_UP, judgeEvents, NOT_ALLOWED, NOT_SENT } from "../events/judgement";
import { askLoki } from "../loki/access";
import { streamsWith } from "../loki/queries";

/** The collector watches events, and sends a line a second after it has it. */
const ARRIVED = Duration.seconds(20);

const NEWEST = Duration.hours(1);

export const events: VerifyLink = {
  id: "events",
  title: "Events of the cluster are in Loki",
  after: ["marker"],
  failure: "lines",
  patience: Duration.minutes(1),
  access: (model) => [askLoki(model)],
  // It is an event of the marker's pods.
  creates: true,
  causes: [GAVE_UP, NOT_SENT, NOT_ALLOWED],
  look: async ({ deployment, loki, drill }, signal) => {
    const { alloy, namespace } = deployment.model;
    if (alloy.events === null) return notMeasured("alloy.events is off in the settings");
    if (drill === null) return notMeasured("nothing may be made in this run");
    const written = (await drill.probes(signal)).find(({ wroteAt }) => wroteAt !== null);
    if (written === undefined) return notMeasured("no pod of the drill has run");
    const query = `{job="${EVENTS_JOB}", namespace="${namespace.name}"} |= "${written.pod}"`;
    const found = await poll({
      ask: () => streamsWith(loki, query, NEWEST, signal),
      isEnough: (streams) => streams.length > 0,
      within: ARRIVED,
      signal,
    });
    return judgeEvents(found.length > 0, written.pod, { namespace: namespace.name, events: alloy.events.release });
  },
};
