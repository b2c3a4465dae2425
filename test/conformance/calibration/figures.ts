export const FIGURES = [
  "MiB of live heap without a load",
  "MiB of live heap for streams and text",
  "MiB of live heap for patterns",
  "MiB of the process at its peak",
  "MiB of segments",
  "MiB of a checkpoint",
  "files of chunks",
  "MiB of files on the volume",
  "MiB that the files take",
  "seconds to read segments",
  "seconds to read a checkpoint",
  "seconds to flush",
] as const;

export type FigureName = (typeof FIGURES)[number];

export type Figures = Readonly<Record<FigureName, number>>;

/** What the model says of a run, and what came of it. */
export interface Comparison {
  readonly predicted: Figures;
  readonly measured: Figures;
}

/** How far the prediction is from what was measured, as a share of that: below zero where it is too small. */
export function miss({ predicted, measured }: Comparison, name: FigureName): number {
  return predicted[name] / measured[name] - 1;
}

/** What there is of the figures, for a person. */
export function table(title: string, comparison: Comparison): string {
  const { predicted, measured } = comparison;
  const cells = FIGURES.filter((name) => predicted[name] > 0).map((name) => [
    ...[name, predicted[name].toFixed(1), measured[name].toFixed(1)],
    `${(100 * miss(comparison, name)).toFixed(0)} %`,
  ]);
  return [[title, "predicted", "measured", "miss"], ...cells].map(row).join("\n");
}

function row([name = "", ...figures]: readonly string[]): string {
  return [name.padEnd(44), ...figures.map((figure) => figure.padStart(10))].join("");
}
