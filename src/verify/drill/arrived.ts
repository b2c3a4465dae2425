import type { HttpService } from "../../kube/http-service";
import { Duration } from "../../units";
import { streamsWith } from "../loki/queries";
import { type Drill, markerLine } from ".";

/** A node's clock may be wrong by hours, and its lines are still accepted. */
const CLOCKS = Duration.hours(24);

/** The pods of a drill whose line is in Loki, of those with one of some containers. */
export async function podsInLoki(
  loki: HttpService,
  { namespace, marker }: Pick<Drill, "namespace" | "marker">,
  containers: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const query = `{namespace="${namespace}", container=~"${containers.join("|")}"} |= "${markerLine(marker)}"`;
  return (await streamsWith(loki, query, CLOCKS, signal)).flatMap(({ pod }) => pod ?? []);
}
