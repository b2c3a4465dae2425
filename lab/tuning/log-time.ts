import type { Duration } from "../../src/units";

export interface LogTimeProps {
  /** When it starts to run, in milliseconds since 1970. */
  readonly clock: number;
  /** How much of it there will be. */
  readonly span: Duration;
  /** How many seconds of it pass in one of the clock. */
  readonly speed: number;
  /** Milliseconds of the clock after which it stands still until it is looked at. */
  readonly longestStep: number;
}

/**
 * A log time that runs faster than the clock. It stands still while a machine is too slow: lines that come late all at
 * once would be another load.
 */
export class LogTime {
  /** The time of the first line, in milliseconds since 1970: the last one has to be in the past, or Loki refuses it. */
  readonly from: number;
  private passed = 0;
  private looked: number;

  constructor(private readonly props: LogTimeProps) {
    const { clock, span } = props;
    this.from = clock - milliseconds(span);
    this.looked = clock;
  }

  /** Looks at the clock. @returns the log time, in milliseconds since 1970, and never beyond the end */
  look(clock: number, end: Duration): number {
    const step = Math.min(clock - this.looked, this.props.longestStep);
    this.looked = clock;
    this.passed = Math.min(this.passed + step * this.props.speed, milliseconds(end));
    return this.from + this.passed;
  }

  /** Whether so much log time has passed. */
  hasPassed(span: Duration): boolean {
    return this.passed >= milliseconds(span);
  }
}

function milliseconds(duration: Duration): number {
  return duration.toHours() * 3_600_000;
}
