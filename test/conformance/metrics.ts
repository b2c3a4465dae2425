import type { Texts } from "../alerting/rule-fixture";

/** A sample of the Prometheus text format. */
interface Sample {
  readonly name: string;
  readonly labels: Texts;
  readonly value: number;
}

/** What a program tells of itself in the Prometheus text format. */
export class Metrics {
  private readonly samples: readonly Sample[];

  constructor(text: string) {
    this.samples = text.split("\n").flatMap((line) => readSample(line) ?? []);
  }

  /** The sum of a metric's samples that have these labels; 0 where there are none. */
  sum(name: string, labels: Texts = {}): number {
    return this.samples
      .filter((sample) => sample.name === name)
      .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
      .reduce((sum, { value }) => sum + value, 0);
  }
}

function readSample(line: string): Sample | null {
  const [, name, labels = "", value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) return null;
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = "", text = ""]) => [label, text]);
  return { name, labels: Object.fromEntries(pairs), value: Number(value) };
}
