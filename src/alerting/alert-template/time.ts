import {
  CallError,
  type GoFunction,
  goBool,
  goFloat,
  goInt,
  goString,
  type IntegerValue,
  type Named,
  type PointerValue,
  STRING,
  UnsupportedError,
  type Value,
} from "../../go-template";

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

/** Other methods of the two types, which no alert needs. */
const OTHER_TIME = `Add AddDate After AppendFormat Before Clock Compare Date Equal GoString ISOWeek In IsDST Local
  Location Nanosecond Round Sub Truncate UnixMicro UnixNano Zone ZoneBounds`.split(/\s+/);
const OTHER_DURATION = "Abs Microseconds Nanoseconds Round Truncate".split(" ");

const getter = (value: () => Value): GoFunction => ({ parameters: [], call: value });

function withOthers(methods: Readonly<Record<string, GoFunction>>, others: readonly string[]): Named["methods"] {
  const unsupported = others.map((name) => [name, unsupportedMethod(name)] as const);
  return new Map([...Object.entries(methods), ...unsupported]);
}

function unsupportedMethod(name: string): GoFunction {
  const call = () => {
    throw new UnsupportedError(`the method ${name}`);
  };
  return { parameters: [], variadic: { ...STRING, type: "any", literal: "any", nil: { kind: "nil" } }, call };
}

/**
 * Returns a pointer to a time.Time, with the precision of a millisecond.
 * @throws CallError if the seconds aren't a time
 * @see https://github.com/prometheus/common/blob/v0.67.5/helpers/templates/time.go (FloatToTime)
 */
export function timeOf(seconds: number): PointerValue {
  if (!Number.isFinite(seconds)) throw new CallError("value is NaN or Inf", true);
  if (Math.abs(seconds * 1e9) > 2 ** 63) {
    throw new CallError(`${seconds} cannot be represented as a nanoseconds timestamp since it overflows int64`, true);
  }
  return { kind: "pointer", type: "*time.Time", to: timeValue(new Date(Math.trunc(seconds * 1e3))) };
}

/** Returns the text of a time as fmt prints it. @throws CallError if the seconds aren't a time */
export function timeText(seconds: number): string {
  const { to } = timeOf(seconds);
  return to?.kind === "struct" ? (to.named?.text ?? "") : "";
}

function timeValue(date: Date): Value {
  const number = (value: number) => getter(() => goInt(value));
  const text = `${formatTime(date, "2006-01-02 15:04:05")}${fraction(date)} +0000 UTC`;
  const start = Date.UTC(date.getUTCFullYear(), 0, 0);
  const methods = withOthers(
    {
      Year: number(date.getUTCFullYear()),
      Month: getter(() => named("time.Month", date.getUTCMonth() + 1, MONTHS[date.getUTCMonth()] ?? "")),
      Day: number(date.getUTCDate()),
      Weekday: getter(() => named("time.Weekday", date.getUTCDay(), DAYS[date.getUTCDay()] ?? "")),
      Hour: number(date.getUTCHours()),
      Minute: number(date.getUTCMinutes()),
      Second: number(date.getUTCSeconds()),
      YearDay: number(Math.floor((date.getTime() - start) / 86_400_000)),
      Unix: getter(() => ({ ...goInt(Math.floor(date.getTime() / 1000)), type: "int64" })),
      UnixMilli: getter(() => ({ ...goInt(date.getTime()), type: "int64" })),
      IsZero: getter(() => goBool(false)),
      UTC: getter(() => timeValue(date)),
      String: getter(() => goString(text)),
      Format: {
        parameters: [STRING],
        call: ([layout]) => goString(layout?.kind === "string" ? formatTime(date, layout.value) : ""),
      },
    },
    OTHER_TIME,
  );
  return { kind: "struct", type: "time.Time", fields: new Map(), named: { text, methods } };
}

function named(type: string, value: number, text: string): IntegerValue {
  return { ...goInt(value), type, named: { text, methods: new Map([["String", getter(() => goString(text))]]) } };
}

function fraction(date: Date): string {
  const milliseconds = date.getUTCMilliseconds();
  return milliseconds === 0 ? "" : `.${String(milliseconds).padStart(3, "0").replace(/0+$/, "")}`;
}

const LAYOUT =
  /2006|January|Jan|Monday|Mon|MST|Z07:00|-07:00|-0700|Z0700|-07|01|02|03|04|05|06|002|_2|15|PM|pm|1|2|3|4|5/g;

/** @see https://pkg.go.dev/time#Time.Format, in UTC */
function formatTime(date: Date, layout: string): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const hour = date.getUTCHours() % 12 || 12;
  const parts: Readonly<Record<string, string>> = {
    "2006": String(date.getUTCFullYear()).padStart(4, "0"),
    "06": two(date.getUTCFullYear() % 100),
    January: MONTHS[date.getUTCMonth()] ?? "",
    Jan: (MONTHS[date.getUTCMonth()] ?? "").slice(0, 3),
    "01": two(date.getUTCMonth() + 1),
    "1": String(date.getUTCMonth() + 1),
    Monday: DAYS[date.getUTCDay()] ?? "",
    Mon: (DAYS[date.getUTCDay()] ?? "").slice(0, 3),
    "02": two(date.getUTCDate()),
    _2: String(date.getUTCDate()).padStart(2, " "),
    "2": String(date.getUTCDate()),
    "15": two(date.getUTCHours()),
    "03": two(hour),
    "3": String(hour),
    "04": two(date.getUTCMinutes()),
    "4": String(date.getUTCMinutes()),
    "05": two(date.getUTCSeconds()),
    "5": String(date.getUTCSeconds()),
    PM: date.getUTCHours() < 12 ? "AM" : "PM",
    pm: date.getUTCHours() < 12 ? "am" : "pm",
    MST: "UTC",
    "Z07:00": "Z",
    Z0700: "Z",
    "-07:00": "+00:00",
    "-0700": "+0000",
    "-07": "+00",
  };
  return layout.replace(LAYOUT, (part) => parts[part] ?? part);
}

/** Returns a pointer to a time.Duration. */
export function durationOf(seconds: number): PointerValue {
  const nanoseconds = seconds * 1e9;
  // The conversion of Go on amd64 for numbers that int64 doesn't have.
  const value = Math.abs(nanoseconds) < 2 ** 63 ? BigInt(Math.trunc(nanoseconds)) : -(2n ** 63n);
  return { kind: "pointer", type: "*time.Duration", to: durationValue(value) };
}

function durationValue(value: bigint): IntegerValue {
  const text = durationText(value);
  const methods = withOthers(
    {
      Hours: getter(() => goFloat(Number(value) / 3.6e12)),
      Minutes: getter(() => goFloat(Number(value) / 6e10)),
      Seconds: getter(() => goFloat(Number(value) / 1e9)),
      Milliseconds: getter(() => ({ ...goInt(value / 1_000_000n), type: "int64" })),
      String: getter(() => goString(text)),
    },
    OTHER_DURATION,
  );
  return { kind: "int", type: "time.Duration", value, named: { text, methods } };
}

/** @see https://pkg.go.dev/time#Duration.String */
function durationText(value: bigint): string {
  if (value === 0n) return "0s";
  const sign = value < 0n ? "-" : "";
  const size = value < 0n ? -value : value;
  if (size < 1000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 1000n)}µs`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 1_000_000n)}ms`;
  const minute = 60_000_000_000n;
  const hours = size / (60n * minute);
  const minutes = (size / minute) % 60n;
  const seconds = `${decimal(size % minute, 1_000_000_000n)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0n ? `${sign}${minutes}m${seconds}` : sign + seconds;
}

function decimal(value: bigint, unit: bigint): string {
  const rest = String(value % unit)
    .padStart(String(unit).length - 1, "0")
    .replace(/0+$/, "");
  return rest === "" ? String(value / unit) : `${value / unit}.${rest}`;
}
