import type { RuleAnalysis } from "../../alerting/rule-analysis";
import { expressionsIn, type RangeAggregation } from "../../logql";
import type { RenderedStack } from "../../stack/rendered-stack";
import { Duration, oncePer } from "../../units";
import { effectiveConfiguration } from "../loki/effective-configuration";
import { durationAt, mappingsAt } from "../values";
import { inQuery, type RuleFinding, ruleCheck, written } from "./rule-check";
import { windowOf } from "./single-line";

export const ruleRetention = ruleCheck({
  id: "rule-retention",
  title: "Ranges reach back no further than the retention",
  severity: "warning",
  why: "Loki has deleted the older lines, so the query counts less than its range promises",
  remedy: "shorten the range or the offset, or raise loki.retention",
  evidence: "https://grafana.com/docs/loki/latest/operations/storage/retention/",
  find(rule, stack) {
    const limit = lookBack(stack);
    const longest = longestQuery(stack).duration;
    return ranges(rule).flatMap((range) =>
      isEmpty(range, limit.certain) || windowOf(range).isLongerThan(longest)
        ? []
        : [...inFuture(rule, range), ...tooLong(rule, range, limit)],
    );
  },
});

export const ruleEmptyRange = ruleCheck({
  id: "rule-empty-range",
  title: "Ranges can contain lines",
  severity: "error",
  why: "Loki has deleted the lines of a range far beyond the retention, has none of the future, and rejects a range that is too long",
  remedy: "shorten the offset or the range",
  evidence:
    "Loki 3.7.8, pkg/querier/limits/validation.go: max_query_length is 721h by default; offset -5m is evaluated to nothing",
  find(rule, stack) {
    const limit = lookBack(stack);
    const longest = longestQuery(stack);
    return ranges(rule).flatMap((range) => {
      if (isEmpty(range, limit.certain)) return [empty(rule, range, limit)];
      return windowOf(range).isLongerThan(longest.duration) ? [rejected(rule, range, longest, limit)] : [];
    });
  },
});

function ranges({ metric }: RuleAnalysis): readonly RangeAggregation[] {
  return metric === null
    ? []
    : expressionsIn(metric).flatMap((part) => (part.kind === "rangeAggregation" ? [part] : []));
}

/** A duration and the setting that determines it. */
interface Limit {
  readonly duration: Duration;
  readonly setting: string;
}

interface LookBack extends Limit {
  /** The age from which Loki certainly returns no line. */
  readonly certain: Duration;
}

/** How far back a query can find lines. */
const lookBack = oncePer(({ model, loki }: RenderedStack): LookBack => {
  const configuration = effectiveConfiguration(loki.values);
  const streams = mappingsAt(configuration, "limits_config.retention_stream");
  const periods = streams.flatMap((stream) => durationAt(stream, "period") ?? []);
  const retention = periods.reduce(
    (longest, period) => (period.isLongerThan(longest) ? period : longest),
    model.loki.retention,
  );
  const configured = durationAt(configuration, "limits_config.max_query_lookback");
  const isLimited = configured !== null && configured.toSeconds() > 0 && retention.isLongerThan(configured);
  if (isLimited) return { duration: configured, certain: configured, setting: "limits_config.max_query_lookback" };
  // The compactor deletes a chunk once its newest line is too old, at its next runs.
  const { ingester, compactionInterval } = model.loki;
  const certain = retention.plus(ingester.maxChunkAge).plus(compactionInterval.times(2));
  return { duration: retention, certain, setting: "loki.retention" };
});

/** Loki's default of max_query_length. @see https://grafana.com/docs/loki/latest/configure/#limits_config */
const QUERY_LENGTH = Duration.hours(721);

/** The longest window that Loki evaluates. A limit of zero means none. */
const longestQuery = oncePer(({ loki }: RenderedStack): Limit => {
  const configuration = effectiveConfiguration(loki.values);
  const limits = ["max_query_length", "max_query_range"].flatMap((name) => {
    const setting = `limits_config.${name}`;
    const duration = durationAt(configuration, setting) ?? (name === "max_query_length" ? QUERY_LENGTH : null);
    return duration === null || duration.toSeconds() === 0 ? [] : [{ duration, setting }];
  });
  const unlimited = { duration: Duration.days(365 * 200), setting: "" };
  return limits.reduce<Limit>(
    (least, limit) => (least.duration.isLongerThan(limit.duration) ? limit : least),
    unlimited,
  );
});

function offsetOf({ range }: RangeAggregation): number {
  return range.window.offset?.milliseconds ?? 0;
}

/** Whether the whole range lies before the limit or in the future. */
function isEmpty(range: RangeAggregation, limit: Duration): boolean {
  const offset = offsetOf(range);
  return offset >= limit.toMilliseconds() || -offset >= range.range.window.milliseconds;
}

function empty(rule: RuleAnalysis, range: RangeAggregation, { duration, setting }: Limit): RuleFinding {
  const offset = range.range.window.offset ?? range.range.window;
  const isFuture = offsetOf(range) < 0;
  return {
    location: inQuery(rule, offset),
    got: isFuture
      ? `offset ${written(rule, offset)}, a range in the future`
      : `offset ${written(rule, offset)}, while ${setting} is ${days(duration)}`,
    expected: isFuture ? "a range in the past" : `an offset below ${days(duration)}`,
    remedy: isFuture ? "remove the offset" : shorterOffset(range, duration),
  };
}

function shorterOffset(range: RangeAggregation, limit: Duration): string {
  const longest = minus(limit, windowOf(range));
  if (longest.toMilliseconds() > 0) return `use an offset of at most ${days(wholeHours(longest))}`;
  return `use [${days(limit)}] without an offset`;
}

/** An offset without odd minutes. */
function wholeHours(duration: Duration): Duration {
  return duration.toHours() < 1 ? duration : Duration.hours(Math.floor(duration.toHours()));
}

/** A part of the window lies in the future. */
function inFuture(rule: RuleAnalysis, range: RangeAggregation): readonly RuleFinding[] {
  const { offset, milliseconds } = range.range.window;
  if (offset === null || offset.milliseconds >= 0) return [];
  return [
    {
      location: inQuery(rule, offset),
      got: `offset ${written(rule, offset)}, so a part of the range lies in the future`,
      expected: "a range in the past",
      remedy: `use [${Duration.milliseconds(milliseconds + offset.milliseconds)}] without an offset`,
    },
  ];
}

function tooLong(rule: RuleAnalysis, range: RangeAggregation, { duration, setting }: Limit): readonly RuleFinding[] {
  const { window } = range.range;
  const offset = Math.max(0, offsetOf(range));
  const reach = Duration.milliseconds(window.milliseconds + offset);
  if (!reach.isLongerThan(duration)) return [];
  const longest = minus(duration, Duration.milliseconds(offset));
  const shifted = offset > 0 ? ` with offset ${days(Duration.milliseconds(offset))}` : "";
  return [
    {
      location: inQuery(rule, window),
      got: `${written(rule, window)}${shifted}, while ${setting} is ${days(duration)}`,
      expected: `a range that reaches back at most ${days(duration)}`,
      remedy: `${longest.toMilliseconds() > 0 ? `use [${days(longest)}]` : shorterOffset(range, duration)}, or raise ${setting} to ${days(Duration.hours(Math.ceil(reach.toHours())))}`,
    },
  ];
}

function rejected(rule: RuleAnalysis, range: RangeAggregation, { duration, setting }: Limit, kept: Limit): RuleFinding {
  const offset = Duration.milliseconds(Math.max(0, offsetOf(range)));
  const available = minus(kept.duration, offset);
  return {
    location: inQuery(rule, range.range.window),
    got: `${written(rule, range.range.window)}, while Loki rejects queries longer than ${days(duration)}`,
    expected: `at most ${days(duration)} (${setting})`,
    remedy: `use [${days(duration.isLongerThan(available) ? available : duration)}]`,
  };
}

function minus(one: Duration, other: Duration): Duration {
  return Duration.milliseconds(Math.max(0, one.toMilliseconds() - other.toMilliseconds()));
}

const DAY = 24 * 3_600_000;

/** A duration in LogQL's notation, in days if it is whole days. */
function days(duration: Duration): string {
  const milliseconds = duration.toMilliseconds();
  return milliseconds > 0 && milliseconds % DAY === 0 ? `${milliseconds / DAY}d` : String(duration);
}
