import { Metrics } from "../../diagnostics/metrics";
import type { HttpService } from "../../kube/http-service";
import { Json } from "../../kube/json";
import type { Duration } from "../../units";

/** Loki gives no more lines at once (max_entries_limit_per_query). */
const MOST_LINES = 5_000;

/** With more volumes Loki gives an error or only the largest (volume_max_series). */
const MOST_VOLUMES = 1_000;

export async function lokiMetrics(loki: HttpService, signal: AbortSignal): Promise<Metrics> {
  return new Metrics(await loki.request({ path: "metrics", signal }));
}

/** The labels of lines that are not older than this. */
export async function labelNames(loki: HttpService, newest: Duration, signal: AbortSignal): Promise<readonly string[]> {
  return texts(await loki.request({ path: "loki/api/v1/labels", query: span(newest), signal }));
}

/** The values of a label on lines that are not older than this. */
export async function labelValues(loki: HttpService, label: string, newest: Duration, signal: AbortSignal) {
  return texts(await loki.request({ path: `loki/api/v1/label/${label}/values`, query: span(newest), signal }));
}

/** The labels of the streams with lines that a query finds. */
export async function streamsWith(
  loki: HttpService,
  query: string,
  newest: Duration,
  signal: AbortSignal,
  limit = MOST_LINES,
) {
  const asked = { query, limit: `${limit}`, ...span(newest) };
  const answer = await loki.request({ path: "loki/api/v1/query_range", query: asked, signal });
  return Json.parse(answer)
    .at("data", "result")
    .items.map((stream) => stream.at("stream").texts);
}

interface Writing {
  readonly label: string;
  /** Of the streams that are looked at, with no more values of the label than Loki gives volumes. */
  readonly selector: string;
  readonly newest: Duration;
}

/** The values of a label on lines that were written since then: unlike labelValues without those of silent streams. */
export async function writing(loki: HttpService, { label, selector, newest }: Writing, signal: AbortSignal) {
  const query = { query: selector, targetLabels: label, limit: `${MOST_VOLUMES}`, ...span(newest) };
  const answer = await loki.request({ path: "loki/api/v1/index/volume", query, signal });
  return Json.parse(answer)
    .at("data", "result")
    .items.map((volume) => volume.at("metric", label).text);
}

/** The nodes' clocks may go before this machine's by what Loki accepts (creation_grace_period). */
const AHEAD = 600;

function span(newest: Duration) {
  const now = Math.floor(Date.now() / 1_000);
  return { start: `${now - newest.toSeconds()}`, end: `${now + AHEAD}` };
}

function texts(answer: string): readonly string[] {
  return Json.parse(answer)
    .at("data")
    .items.map(({ text }) => text);
}
