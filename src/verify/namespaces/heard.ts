import { mapConcurrent } from "../../kube/async";
import type { HttpService } from "../../kube/http-service";
import { Duration } from "../../units";
import { writing } from "../loki/queries";
import { NEWEST } from "./writer";

/** How far a node's clock may go behind this machine's: Loki knows a line by the one, and is asked by the other. */
const CLOCKS = Duration.minutes(20);

/** So many are asked for at once: fewer than Loki tells of, and a URL that a proxy in between takes (8 KiB). */
const AT_ONCE = 100;
const REQUESTS = 5;

/** Those of some namespaces of whose pods Loki has lines of the last minutes. */
export async function heardNow(
  loki: HttpService,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const groups = Array.from({ length: Math.ceil(names.length / AT_ONCE) }, (_, index) =>
    names.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
  const heard = await mapConcurrent(groups, REQUESTS, (group) =>
    writing(loki, { label: "namespace", selector: podsOf(group), newest: NEWEST.plus(CLOCKS) }, signal),
  );
  return new Set(heard.flat());
}

/** Events have the namespace of what they are about, and come without any line of its pods. */
function podsOf(namespaces: readonly string[]): string {
  return `{namespace=~"${namespaces.join("|")}", container=~".+"}`;
}
