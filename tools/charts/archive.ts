import { pulled } from "./helm";
import type { PinnedChart } from "./pinned";

/**
 * The archive of a chart: the one that its variable names, else the one of the pinned version in its repository.
 * @throws Error that says what is missing
 */
export function archiveOf(chart: PinnedChart, helm: string, folder: string): string {
  const named = process.env[chart.variable];
  if (named) return named;
  try {
    return pulled(helm, chart, folder);
  } catch (error) {
    const { name, version, repository, variable } = chart;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `nothing was compared: chart ${name} ${version} can't be had from ${repository} (${reason}); ${variable} can name its archive`,
    );
  }
}
