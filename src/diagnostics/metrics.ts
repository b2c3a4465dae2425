/** A sample in the Prometheus text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The metrics of one program, in the Prometheus text format. */
export class Metrics {
  private readonly samples: readonly Sample[];

  constructor(text: string) {
    this.samples = text.split("\n").flatMap((line) => readSample(line) ?? []);
  }

  all(name: string): readonly Sample[] {
    return this.samples.filter((sample) => sample.name === name);
  }

  /** The program's start time in seconds since 1970. Null if it is missing. */
  get startedAt(): number | null {
    return this.all("process_start_time_seconds")[0]?.value ?? null;
  }

  /** The sum of a metric's samples that have these labels. Returns 0 if there are none. */
  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return this.all(name)
      .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
      .reduce((sum, { value }) => sum + value, 0);
  }

  /** The sums of a metric by the value of a label, without zeros. */
  sumsBy(name: string, label: string): ReadonlyMap<string, number> {
    const values = new Set(this.all(name).map(({ labels }) => labels[label] ?? ""));
    const sums = [...values].map((value) => [value, this.sum(name, { [label]: value })] as const);
    return new Map(sums.filter(([, sum]) => sum > 0));
  }
}

/** The growth of a counter. A counter that was reset grew by its present value. */
export function grown(before: number, now: number): number {
  return now < before ? now : now - before;
}

/** The growth of counters by their keys, without zeros. */
export function growth(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>) {
  const all = [...now].map(([key, count]) => [key, grown(before.get(key) ?? 0, count)] as const);
  return new Map(all.filter(([, count]) => count > 0));
}

function readSample(line: string): Sample | null {
  const [, name, labels = "", value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) return null;
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, text]) => [label, text]);
  return { name, labels: Object.fromEntries(pairs), value: Number(value) };
}
