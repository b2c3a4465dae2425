import type { HttpService } from "../../live/http-service";
import { Duration } from "../../units";
import { writing } from "../loki/queries";
import { NEWEST } from "./writer";

/** How far a node's clock may go behind this machine's: Loki knows a line by the one, and is asked by the other. */
const CLOCKS = Duration.minutes(20);

/** The namespaces of which Loki has lines of the last minutes. */
export function heardNow(loki: HttpService, signal: AbortSignal): Promise<ReadonlySet<string>> {
  return writing(loki, "namespace", NEWEST.plus(CLOCKS), signal);
}
