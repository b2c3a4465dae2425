import { EVENTS_JOB, JOURNAL_JOB } from "../alloy/jobs";
import type { Model } from "../model";

/** A warning for each rule file that selects a source which the settings have turned off: its rules can't fire. */
export function unfedRules({ alerting, alloy }: Model): readonly string[] {
  const off = [
    ...(alloy.events === null ? [{ setting: "alloy.events", job: EVENTS_JOB }] : []),
    ...(alloy.journal ? [] : [{ setting: "alloy.journal", job: JOURNAL_JOB }]),
  ];
  return alerting.files.flatMap(({ name, text }) =>
    off
      .filter(({ job }) => text.includes(`job="${job}"`))
      .map(({ setting, job }) => `${setting} is off, but ${name} selects {job="${job}"}: those rules can't fire`),
  );
}
