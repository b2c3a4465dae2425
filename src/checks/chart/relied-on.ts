import type { RenderedRelease, RenderedStack } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { shownAt, valueAt } from "../values";
import { valuesFinding } from "../values-finding";
import { type Relied, reliedOnOfAgent, reliedOnOfEvents, reliedOnOfLoki } from "./relied-on-values";

export const reliedOn: Check = {
  id: "relied-on-values",
  severity: "error",
  reason: "the rest of the plan counts on what a chart makes of these values: names, users, mounts, rights and pods",
  evidence: "charts loki 18.11.0 and alloy 1.11.1, rendered with another value of each",
  find: (stack) => releasesOf(stack).flatMap(({ release, relied }) => relied.flatMap((one) => problem(release, one))),
};

function releasesOf({ model, loki, agent, events }: RenderedStack) {
  const { name } = model.namespace;
  return [
    { release: loki, relied: reliedOnOfLoki(name) },
    { release: agent, relied: reliedOnOfAgent(name) },
    ...(events === null ? [] : [{ release: events, relied: reliedOnOfEvents(name) }]),
  ];
}

function problem(release: RenderedRelease, { key, allowed, otherwise }: Relied): readonly Finding[] {
  const value = valueAt(release.values, key) ?? null;
  if (allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) return [];
  const written = allowed.filter((one) => one !== null).map((one) => JSON.stringify(one));
  const mayBeLeftOut = written.length < allowed.length;
  return [
    valuesFinding(release, key, {
      got: shownAt(release.values, key),
      expected: `${written.join(" or ") || "nothing"}; otherwise ${otherwise}`,
      remedy: mayBeLeftOut ? `take ${key} out` : `write ${key}: ${written[0]}`,
    }),
  ];
}
